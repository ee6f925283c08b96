package dev.wsdoctor.symptom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// One of `of` parts of a log, counted from 1: the lines that begin in its share of the bytes.
public record LogPart(int number, int of) {
  public static final LogPart WHOLE = new LogPart(1, 1);

  private static final int CHUNK = 64 * 1024;

  boolean isWhole() {
    return of == 1;
  }

  /// Where its first line begins.
  long begin(FileChannel file) throws IOException {
    return lineFrom(file, offset(file.size(), number - 1));
  }

  /// Where the first line behind it begins.
  long end(FileChannel file) throws IOException {
    return lineFrom(file, offset(file.size(), number));
  }

  private long offset(long size, int parts) {
    return Math.floorDiv(size, of) * parts + size % of * parts / of;
  }

  /// The first beginning of a line at that offset or later; the end of the file when there is none.
  private static long lineFrom(FileChannel file, long offset) throws IOException {
    if (offset == 0 || offset >= file.size()) {
      return Math.min(offset, file.size());
    }
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long at = offset - 1;
    while (file.read(chunk.clear(), at) > 0) {
      for (int i = 0; i < chunk.position(); i++) {
        if (chunk.get(i) == '\n') {
          return at + i + 1;
        }
      }
      at += chunk.position();
    }
    return file.size();
  }

  /// Whether a file that cannot be cut belongs to it; `index` counts the files.
  boolean takes(int index) {
    return index % of == number - 1;
  }

  @Override
  public String toString() {
    return number + "/" + of;
  }
}
