package dev.wsdoctor.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/// Compresses the messages of one direction (RFC 7692, 7.2.1).
///
/// java.util.zip cannot shrink its window below 32 KiB. A smaller one that was agreed is kept by
/// forgetting everything after as many bytes as it holds: a full flush, behind which no reference
/// reaches back. zlib's own answer to 256 bytes, to use 512, would break the agreement.
public final class Deflation {
  private static final int TAIL_BYTES = 4;
  private static final int MAX_BITS = 15;

  private final boolean keepsContext;
  private final int windowBytes;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private int sinceFlush;

  private Deflation(boolean keepsContext, int bits) {
    this.keepsContext = keepsContext;
    this.windowBytes = bits == MAX_BITS ? Integer.MAX_VALUE : 1 << bits;
  }

  /// What `sender` does to its messages after `agreed`.
  public static Deflation of(PermessageDeflate agreed, Role sender) {
    return new Deflation(agreed.keepsContext(sender), agreed.bits(sender));
  }

  /// The compressed payload of one message, one char per byte; its first frame needs RSV1.
  public String message(String bytes) {
    byte[] input = bytes.getBytes(StandardCharsets.ISO_8859_1);
    if (input.length == 0) {
      return "\0";
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (at < input.length) {
      int count = Math.min(windowBytes - sinceFlush, input.length - at);
      deflater.setInput(input, at, count);
      at += count;
      flush(count, at == input.length, out);
    }
    return new String(out.toByteArray(), 0, out.size() - TAIL_BYTES, StandardCharsets.ISO_8859_1);
  }

  private void flush(int count, boolean last, ByteArrayOutputStream out) {
    boolean full = windowBytes - sinceFlush == count;
    deflate(full ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH, out);
    sinceFlush = full || windowBytes == Integer.MAX_VALUE ? 0 : sinceFlush + count;
    if (last && !keepsContext) {
      deflater.reset();
      sinceFlush = 0;
    }
  }

  private void deflate(int flush, ByteArrayOutputStream out) {
    byte[] step = new byte[8_192];
    int count;
    do {
      count = deflater.deflate(step, 0, step.length, flush);
      out.write(step, 0, count);
    } while (count == step.length);
  }
}
