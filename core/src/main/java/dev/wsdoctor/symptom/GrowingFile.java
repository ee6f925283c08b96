package dev.wsdoctor.symptom;

import dev.wsdoctor.log.LogCutter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/// A file that grows and may be emptied, by whatever name. It is held open before it is known what
/// it is, since its first lines may come and its name go between two looks.
final class GrowingFile implements AutoCloseable {
  private static final int CHUNK = 256 * 1024;

  /// So much of what was read last is read again, to see whether it is still the same file's.
  private static final int LAST = 64;

  private final Path path;
  private final Optional<Object> key;
  private final FileChannel channel;
  private Optional<LogCutter> cutter = Optional.empty();
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
  private byte[] last = new byte[0];
  private long end;

  private GrowingFile(Path path, Optional<Object> key, FileChannel channel) {
    this.path = path;
    this.key = key;
    this.channel = channel;
  }

  /// Nothing while no file has that name, or it is being given to another one.
  static Optional<GrowingFile> open(Path path) throws IOException {
    Optional<Object> key = key(path);
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      if (key.isPresent() && key.equals(key(path))) {
        return Optional.of(new GrowingFile(path, key, channel));
      }
      channel.close();
      return Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Its number on the disk; nothing when no file has that name.
  private static Optional<Object> key(Path path) throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Whether another file has its name now. As long as none has, nginx goes on with this one.
  boolean hasLostItsName() throws IOException {
    Optional<Object> now = key(path);
    return now.isPresent() && !now.equals(key);
  }

  /// Looks how far it goes, and whether it was emptied: it is shorter than what was read, or has
  /// grown since and holds something else.
  void measure() throws IOException {
    end = channel.size();
    if (end < channel.position() || (end > channel.position() && hasOtherBytes())) {
      cutter.ifPresent(LogCutter::end);
      channel.position(0);
      last = new byte[0];
    }
  }

  private boolean hasOtherBytes() throws IOException {
    ByteBuffer now = ByteBuffer.allocate(last.length);
    channel.read(now, channel.position() - last.length);
    return !Arrays.equals(now.array(), last);
  }

  /// Its first bytes, at most so many.
  void readFirst(LogCutter sample, int most) throws IOException {
    ByteBuffer first = ByteBuffer.allocate((int) Math.min(most, channel.size()));
    while (first.hasRemaining() && channel.read(first, first.position()) >= 0) {}
    sample.feed(first.array(), first.position());
    sample.end();
  }

  /// Who takes the bytes, once that is known.
  void feed(Supplier<LogCutter> taker) {
    if (cutter.isEmpty()) {
      cutter = Optional.of(taker.get());
    }
  }

  /// Reads as far as was measured, if somebody takes it; whether there was something.
  boolean read() throws IOException {
    return cutter.isPresent() && read(cutter.get());
  }

  private boolean read(LogCutter taker) throws IOException {
    boolean grew = false;
    while (channel.position() < end) {
      chunk.clear().limit((int) Math.min(CHUNK, end - channel.position()));
      if (channel.read(chunk) < 0) {
        break;
      }
      taker.feed(chunk.array(), chunk.position());
      int kept = Math.min(LAST, chunk.position());
      last = Arrays.copyOfRange(chunk.array(), chunk.position() - kept, chunk.position());
      grew = true;
    }
    return grew;
  }

  /// What is left is a line without its end.
  @Override
  public void close() {
    cutter.ifPresent(LogCutter::end);
    try {
      channel.close();
    } catch (IOException _) {
      // It was only read.
    }
  }
}
