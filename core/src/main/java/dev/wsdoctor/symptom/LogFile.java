package dev.wsdoctor.symptom;

import dev.wsdoctor.log.LogCutter;
import dev.wsdoctor.log.LogLines;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads a log of any size in bounded memory and time: the newest part of a large file, or the
/// first part of a compressed one, line by line.
final class LogFile {
  /// What the newest lines say counts; reading this much takes a few seconds.
  static final long MOST_BYTES = 256L << 20;

  private static final String ONLY = "only ";

  private static final int CHUNK = 256 * 1024;

  private final Path path;
  private final long mostBytes;
  private final LogPart part;

  LogFile(Path path) {
    this(path, MOST_BYTES);
  }

  LogFile(Path path, long mostBytes) {
    this(path, mostBytes, LogPart.WHOLE);
  }

  /// A part of a file; a compressed one is not cut, and has to be read as a whole.
  LogFile(Path path, LogPart part) {
    this(path, Long.MAX_VALUE, part);
  }

  private LogFile(Path path, long mostBytes, LogPart part) {
    this.path = path;
    this.mostBytes = mostBytes;
    this.part = part;
  }

  /// Feeds the lines, and returns what has to be said about the reading.
  List<String> read(Consumer<String> lines) {
    return read(new LogLines(lines));
  }

  /// Feeds the bytes.
  List<String> read(LogCutter cutter) {
    return read(cutter, false);
  }

  /// The first part of the file, without a word about the rest.
  List<String> readFirst(LogCutter cutter) {
    List<String> remarks = read(cutter, true);
    return remarks.stream().filter(remark -> !remark.startsWith(ONLY)).toList();
  }

  private List<String> read(LogCutter cutter, boolean first) {
    List<String> remarks = said(cutter, first);
    remarks.addAll(cutRemark(path.toString(), cutter.cutLines()));
    return remarks;
  }

  /// Feeds the bytes, and returns what has to be said but for lines that were cut.
  List<String> said(LogCutter cutter) {
    return said(cutter, false);
  }

  /// What has to be said of so many lines of a log that were too long.
  static List<String> cutRemark(String name, long lines) {
    return lines == 0
        ? List.of()
        : List.of(
            "%s: of %d lines only the first %d KiB were looked at"
                .formatted(name, lines, LogLines.LONGEST_LINE >> 10));
  }

  private List<String> said(LogCutter cutter, boolean first) {
    List<String> remarks = new ArrayList<>();
    try {
      if (isCompressed()) {
        readCompressed(cutter, remarks);
      } else {
        readPlain(cutter, first, remarks);
      }
    } catch (EOFException | ZipException e) {
      remarks.add(
          "%s is damaged; what could be unpacked was read (%s)".formatted(path, e.getMessage()));
    } catch (IOException e) {
      remarks.add("%s could not be read to its end: %s".formatted(path, e.getMessage()));
    }
    cutter.end();
    return remarks;
  }

  /// RFC 1952, 2.3.1.
  boolean isCompressed() {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    } catch (IOException _) {
      return false;
    }
  }

  private void readCompressed(LogCutter cutter, List<String> remarks) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path), CHUNK)) {
      byte[] chunk = new byte[CHUNK];
      long left = mostBytes;
      int count = in.read(chunk);
      while (count >= 0 && left > 0) {
        cutter.feed(chunk, (int) Math.min(count, left));
        left -= count;
        count = in.read(chunk);
      }
      if (count >= 0) {
        remarks.add(ONLY + "the first %d MiB of %s were read".formatted(mostBytes >> 20, path));
      }
    }
  }

  private void readPlain(LogCutter cutter, boolean first, List<String> remarks) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      long start = first ? 0 : Math.max(0, file.size() - mostBytes);
      if (start > 0) {
        file.position(start);
        remarks.add(ONLY + "the last %d MiB of %s were read".formatted(mostBytes >> 20, path));
      }
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      long left = mostBytes;
      if (!part.isWhole()) {
        long from = part.begin(file);
        file.position(from);
        left = Math.max(0, part.end(file) - from);
      }
      while (left > 0 && file.read(chunk.clear()) >= 0) {
        cutter.feed(chunk.array(), (int) Math.min(chunk.position(), left));
        left -= chunk.position();
      }
    }
  }
}
