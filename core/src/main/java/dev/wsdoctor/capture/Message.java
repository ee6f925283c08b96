package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Opcode;
import java.nio.charset.StandardCharsets;

/// A data message: what was kept of its payload, one char per byte and decompressed; its length,
/// decompressed as far as that was possible; the bytes and frames that it took on the wire; and
/// `trouble`, which says why the payload is not all there, or is empty.
public record Message(
    Opcode opcode,
    String payload,
    long length,
    long wireBytes,
    int frames,
    boolean compressed,
    String trouble) {
  /// The payload of a text message in Unicode.
  public String text() {
    return new String(payload.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  public boolean isWhole() {
    return trouble.isEmpty();
  }

  Message without(String why) {
    return new Message(opcode, "", length, wireBytes, frames, compressed, why);
  }
}
