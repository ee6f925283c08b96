package dev.wsdoctor.gateway.log;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// A file that lines are appended to, one write for each line as nginx does, or one for each full
/// buffer. Its monitor guards it, so that lines of many threads do not mix.
final class LogFile {
  /// The name that stands for the standard error.
  static final String STDERR = "stderr";

  private final Path path;
  private final boolean isStandardError;
  private OutputStream out;
  private Optional<Buffering> buffering = Optional.empty();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private Optional<Instant> flushAt = Optional.empty();

  private LogFile(Path path, boolean isStandardError) throws IOException {
    this.path = path;
    this.isStandardError = isStandardError;
    this.out = isStandardError ? new FileOutputStream(FileDescriptor.err) : append(path);
  }

  static LogFile open(Path path) throws IOException {
    return new LogFile(path, false);
  }

  static LogFile standardError() throws IOException {
    return new LogFile(Path.of(STDERR), true);
  }

  private static OutputStream append(Path path) throws IOException {
    return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  Path path() {
    return path;
  }

  /// A file has one buffer, whichever log asks for it.
  synchronized void buffer(Buffering wanted) {
    buffering = Optional.of(wanted);
  }

  /// When the line has to be written at the latest, if it is the first of a buffer with `flush=`.
  synchronized Optional<Instant> write(byte[] line, Instant now) throws IOException {
    if (buffering.isEmpty()) {
      out.write(line);
      return Optional.empty();
    }
    Buffering settings = buffering.get();
    if (line.length > settings.size() - buffer.size()) {
      flush();
    }
    if (line.length > settings.size()) {
      put(line, settings.gzip());
      return Optional.empty();
    }
    boolean first = buffer.size() == 0;
    if (first && settings.flush().isPositive()) {
      flushAt = Optional.of(now.plus(settings.flush()));
    }
    buffer.write(line);
    return first ? flushAt : Optional.empty();
  }

  /// When the buffer is to be written at the latest.
  synchronized Optional<Instant> flushAt() {
    return flushAt;
  }

  synchronized void flush() throws IOException {
    flushAt = Optional.empty();
    if (buffer.size() > 0) {
      byte[] bytes = buffer.toByteArray();
      buffer.reset();
      put(bytes, buffering.map(Buffering::gzip).orElse(0));
    }
  }

  /// Each buffer is a gzip member of its own, which readers of gzip join.
  private void put(byte[] bytes, int gzip) throws IOException {
    if (gzip == 0) {
      out.write(bytes);
      return;
    }
    var compressed = new ByteArrayOutputStream();
    try (var stream = new LevelledGzip(compressed, gzip)) {
      stream.write(bytes);
    }
    out.write(compressed.toByteArray());
  }

  /// Opens the file anew, which somebody may have renamed.
  synchronized void reopen() throws IOException {
    flush();
    if (!isStandardError) {
      OutputStream before = out;
      out = append(path);
      before.close();
    }
  }

  synchronized void close() throws IOException {
    flush();
    if (!isStandardError) {
      out.close();
    }
  }

  private static final class LevelledGzip extends GZIPOutputStream {
    LevelledGzip(OutputStream out, int level) throws IOException {
      super(out);
      def = new Deflater(level, true);
    }
  }
}
