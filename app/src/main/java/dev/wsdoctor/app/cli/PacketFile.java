package dev.wsdoctor.app.cli;

import dev.wsdoctor.capture.PcapngWriter;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.tap.Overheard;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The capture that a tap writes while it runs. Writing ends at the first trouble, and the tap goes
/// on.
final class PacketFile implements Closeable {
  /// A tap that is forgotten does not fill the disk.
  private static final long MOST_BYTES = 4L * 1024 * 1024 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final String name;
  private final OutputStream out;
  private final PcapngWriter writer;
  private Optional<String> trouble = Optional.empty();

  private PacketFile(String name, OutputStream out) throws IOException {
    this.name = name;
    this.out = out;
    this.writer = new PcapngWriter(out, MOST_BYTES);
  }

  static Answer<PacketFile> create(String name) {
    try {
      OutputStream out = Files.newOutputStream(Path.of(name));
      return new Answer.Given<>(new PacketFile(name, new BufferedOutputStream(out, BUFFER_BYTES)));
    } catch (IOException e) {
      return new Answer.Unusable<>(Exports.cannotWrite(name, e));
    }
  }

  void take(Overheard heard) {
    if (trouble.isPresent()) {
      return;
    }
    try {
      write(heard);
    } catch (IOException e) {
      trouble = Optional.of("%s ends early: %s".formatted(name, e.getMessage()));
    }
    if (writer.isFull()) {
      trouble = Optional.of("%s ends early: it has %d bytes".formatted(name, MOST_BYTES));
    }
  }

  private void write(Overheard heard) throws IOException {
    switch (heard) {
      case Overheard.Opened(int number, Instant time, var client, var server) ->
          writer.opened(number, time, client, server);
      case Overheard.Bytes(int number, Instant time, var from, var chunk) ->
          writer.bytes(number, time, from, chunk.bytes());
      case Overheard.Unrecorded(int number, Instant _, var from, long count) ->
          writer.unrecorded(number, from, count);
      case Overheard.Finished(int number, Instant time, var from) ->
          writer.finished(number, time, from);
      case Overheard.Reset(int number, Instant time, var from) -> writer.reset(number, time, from);
      case Overheard.Failed(int number, Instant time, var from, String _) ->
          writer.reset(number, time, from);
      case Overheard.Closed(int number, Instant _) -> writer.closed(number);
    }
  }

  /// What is to be said about it at the end.
  Optional<String> trouble() {
    return trouble;
  }

  /// So that others can read it while it grows.
  void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      trouble = Optional.of("%s ends early: %s".formatted(name, e.getMessage()));
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      trouble = Optional.of("%s ends early: %s".formatted(name, e.getMessage()));
    }
  }
}
