package dev.wsdoctor.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/// Peers that open correctly and then send what nobody should: each for every connection, on a
/// thread of its own, for as long as somebody listens.
enum HostilePeers {
  /// A frame that says it has 2^63 bytes.
  HUGE_LENGTH("", "\u0082\u007f\u0080" + "\u0000".repeat(7), ""),
  /// Pings without end, and no answer to anything.
  FLOOD_OF_PINGS("", "", "\u0089\u0000".repeat(4_000)),
  /// Frames of a reserved opcode without end.
  FLOOD_OF_VIOLATIONS("", "", "\u0083\u0000".repeat(4_000)),
  /// A message of fragments that has no last one.
  ENDLESS_MESSAGE("", "\u0002\u0001a", "\u0000~\u0010\u0000".concat("a".repeat(4_096))),
  /// Small compressed messages of 64 MiB each.
  DEFLATE_BOMB("Sec-WebSocket-Extensions: permessage-deflate\r\n", "", bomb());

  private static final int BOMB_BYTES = 64 << 20;

  private final String fields;
  private final String once;
  private final String endless;

  HostilePeers(String fields, String once, String endless) {
    this.fields = fields;
    this.once = once;
    this.endless = endless;
  }

  BadPeer start() {
    return BadPeer.start(
        socket -> Thread.ofPlatform().daemon().name("hostile").start(() -> meet(socket)));
  }

  private void meet(Socket socket) {
    try {
      String head = BadPeer.readHead(socket);
      ProbeBadPeersTest.accept(socket, head, "", fields, once);
      while (!endless.isEmpty()) {
        BadPeer.write(socket, endless);
      }
    } catch (IOException _) {
      // The probe has left.
    }
  }

  /// Zeros, compressed as a message of permessage-deflate: without the four bytes of a flush.
  private static String bomb() {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] zeros = new byte[1 << 20];
    byte[] step = new byte[8192];
    for (int i = 0; i < BOMB_BYTES / zeros.length; i++) {
      deflater.setInput(zeros);
      int flush = i == BOMB_BYTES / zeros.length - 1 ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
      int count = deflater.deflate(step, 0, step.length, flush);
      while (count > 0) {
        out.write(step, 0, count);
        count = deflater.deflate(step, 0, step.length, flush);
      }
    }
    deflater.end();
    String payload = out.toString(StandardCharsets.ISO_8859_1);
    String data = payload.substring(0, payload.length() - 4);
    StringBuilder frame = new StringBuilder("\u00c2\u007f");
    for (int shift = 56; shift >= 0; shift -= 8) {
      frame.append((char) (data.length() >>> Math.min(shift, 31) & 0xff));
    }
    return frame + data;
  }
}
