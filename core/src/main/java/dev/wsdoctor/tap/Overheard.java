package dev.wsdoctor.tap;

import dev.wsdoctor.capture.Peer;
import dev.wsdoctor.websocket.Role;
import java.time.Instant;

/// What a tap notices of a connection, each in the order of its happening. `connection` counts from
/// 1.
public sealed interface Overheard {
  int connection();

  Instant time();

  /// A client was accepted, and the server behind it reached.
  record Opened(int connection, Instant time, Peer client, Peer server) implements Overheard {}

  /// Bytes that `from` has sent, decrypted. The array is not to be changed.
  record Bytes(int connection, Instant time, Role from, Chunk chunk) implements Overheard {}

  /// So many bytes that went by while nobody had time to record them.
  record Unrecorded(int connection, Instant time, Role from, long bytes) implements Overheard {}

  /// `from` has no more to send (FIN).
  record Finished(int connection, Instant time, Role from) implements Overheard {}

  /// `from` has thrown the connection away (RST).
  record Reset(int connection, Instant time, Role from) implements Overheard {}

  /// The side of `from` could not be had, or broke in another way.
  record Failed(int connection, Instant time, Role from, String sentence) implements Overheard {}

  /// Both sides are closed.
  record Closed(int connection, Instant time) implements Overheard {}

  /// Bytes that belong to nobody else any more.
  final class Chunk {
    private final byte[] bytes;

    Chunk(byte[] bytes) {
      this.bytes = bytes;
    }

    /// Not to be changed.
    public byte[] bytes() {
      return bytes;
    }
  }
}
