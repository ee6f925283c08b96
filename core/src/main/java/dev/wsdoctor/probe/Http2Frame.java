package dev.wsdoctor.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One HTTP/2 frame (RFC 9113, 4.1); the payload is one char per byte.
record Http2Frame(int type, int flags, int stream, String payload) {
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int GOAWAY = 7;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  private static final int HEAD_BYTES = 9;

  /// `HTTP`, with which an answer of HTTP/1 begins.
  private static final int HTTP_1 = 0x48545450;

  /// What a peer may send before it has been allowed more (RFC 9113, 6.5.2).
  private static final int MOST_BYTES = 16_384;

  byte[] bytes() {
    return ByteBuffer.allocate(HEAD_BYTES + payload.length())
        .putInt(payload.length() << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payloadBytes())
        .array();
  }

  byte[] payloadBytes() {
    return payload.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The next one, or a sentence about what came instead.
  static Http2Frame read(Wire wire, Deadline deadline) throws IOException {
    ByteBuffer head = ByteBuffer.wrap(read(wire, HEAD_BYTES, deadline));
    int lengthAndType = head.getInt();
    int length = lengthAndType >>> 8;
    if (lengthAndType == HTTP_1) {
      throw new IOException("the server answers in HTTP/1");
    }
    if (length > MOST_BYTES) {
      throw new IOException(
          "expected an HTTP/2 frame of at most %d bytes but its header says %d"
              .formatted(MOST_BYTES, length));
    }
    return new Http2Frame(
        lengthAndType & 0xff,
        head.get(),
        head.getInt() & Integer.MAX_VALUE,
        new String(read(wire, length, deadline), StandardCharsets.ISO_8859_1));
  }

  private static byte[] read(Wire wire, int count, Deadline deadline) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(count);
    while (all.hasRemaining()) {
      byte[] chunk = new byte[all.remaining()];
      int read = wire.read(chunk, deadline);
      if (read < 0) {
        throw new IOException("the server ended the connection instead of speaking HTTP/2");
      }
      all.put(chunk, 0, read);
    }
    return all.array();
  }
}
