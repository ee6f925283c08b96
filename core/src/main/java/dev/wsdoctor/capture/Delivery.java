package dev.wsdoctor.capture;

import java.nio.ByteBuffer;
import java.time.Instant;

/// What one direction of a TCP connection brings, in the order of the stream.
sealed interface Delivery {
  Instant time();

  record Bytes(Instant time, ByteBuffer bytes) implements Delivery {}

  /// So many bytes went by and were not captured.
  record Missing(Instant time, long count) implements Delivery {}

  /// The sender has no more (FIN).
  record Finished(Instant time) implements Delivery {}
}
