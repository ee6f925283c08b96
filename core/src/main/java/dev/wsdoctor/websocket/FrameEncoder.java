package dev.wsdoctor.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes any frame, the illegal ones too: what the header says goes on the wire (RFC 6455, 5.2).
public final class FrameEncoder {
  private FrameEncoder() {}

  /// The frame's bytes; the payload is masked with the header's key.
  public static byte[] encode(Frame frame) {
    FrameHeader header = frame.header();
    byte[] payload = frame.payload().getBytes(StandardCharsets.ISO_8859_1);
    header.maskingKey().ifPresent(key -> Masking.apply(key, payload, 0));
    ByteBuffer out = ByteBuffer.allocate(FrameHeader.MAX_BYTES + payload.length);
    out.put(firstByte(header));
    putLength(header, out);
    header.maskingKey().ifPresent(out::putInt);
    out.put(payload);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static byte firstByte(FrameHeader header) {
    return (byte) ((header.fin() ? 0x80 : 0) | header.rsv() << 4 | header.opcode().number());
  }

  private static void putLength(FrameHeader header, ByteBuffer out) {
    int mask = header.isMasked() ? 0x80 : 0;
    switch (header.form()) {
      case BITS_7 -> out.put((byte) (mask | (header.length() & 0x7f)));
      case BITS_16 -> out.put((byte) (mask | 126)).putShort((short) header.length());
      case BITS_64 -> out.put((byte) (mask | 127)).putLong(header.length());
    }
  }
}
