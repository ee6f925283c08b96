package dev.wsdoctor.websocket;

import dev.wsdoctor.websocket.FrameHeader.LengthForm;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// One frame: its header, and its payload unmasked, one char per byte. The payload is shorter than
/// the header's length when the decoder kept only a part of it, or when the frame lies on purpose.
public record Frame(FrameHeader header, String payload) {
  public static Frame of(Opcode opcode, String payload) {
    int length = payload.length();
    return new Frame(
        new FrameHeader(true, 0, opcode, OptionalInt.empty(), LengthForm.minimal(length), length),
        payload);
  }

  /// A whole text message; `text` is Unicode and goes out as UTF-8.
  public static Frame text(String text) {
    return of(Opcode.TEXT, utf8(text));
  }

  public static Frame binary(String bytes) {
    return of(Opcode.BINARY, bytes);
  }

  public static Frame ping(String bytes) {
    return of(Opcode.PING, bytes);
  }

  public static Frame pong(String bytes) {
    return of(Opcode.PONG, bytes);
  }

  /// A Close frame with a code and a reason in Unicode (RFC 6455, 5.5.1).
  public static Frame close(int code, String reason) {
    return of(Opcode.CLOSE, "" + (char) (code >> 8 & 0xff) + (char) (code & 0xff) + utf8(reason));
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  public Opcode opcode() {
    return header.opcode();
  }

  public boolean fin() {
    return header.fin();
  }

  /// Whether the decoder dropped the end of the payload because of its limit.
  public boolean isCut() {
    return payload.length() != header.length();
  }

  /// The same frame as a fragment that others follow.
  public Frame unfinished() {
    return with(
        new FrameHeader(
            false, header.rsv(), opcode(), header.maskingKey(), header.form(), header.length()));
  }

  public Frame masked(int key) {
    return with(
        new FrameHeader(
            fin(), header.rsv(), opcode(), OptionalInt.of(key), header.form(), header.length()));
  }

  /// With these reserved bits, RSV1 as 4, RSV2 as 2, RSV3 as 1.
  public Frame reserved(int rsv) {
    return with(
        new FrameHeader(fin(), rsv, opcode(), header.maskingKey(), header.form(), header.length()));
  }

  /// With a length that need not be true, in a form that need not be the shortest.
  public Frame claiming(LengthForm form, long length) {
    return with(new FrameHeader(fin(), header.rsv(), opcode(), header.maskingKey(), form, length));
  }

  private Frame with(FrameHeader other) {
    return new Frame(other, payload);
  }
}
