package dev.wsdoctor.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses the messages of one direction (RFC 7692, 7.2.2).
///
/// java.util.zip always keeps a window of 32 KiB, so every agreed window size can be read, also the
/// 512 bytes that zlib writes where 256 were agreed (`server_max_window_bits=8`).
final class Inflation {
  /// What a sender cut from the end of its flushed data, and a final empty block behind it: only
  /// data that end where they should let zlib reach that block.
  private static final byte[] TAIL = {
    0, 0, (byte) 0xff, (byte) 0xff, 1, 0, 0, (byte) 0xff, (byte) 0xff
  };

  private static final int WINDOW_BYTES = 32_768;
  private static final int STEP_BYTES = 8_192;

  private final boolean keepsContext;
  private byte[] window = new byte[0];

  Inflation(boolean keepsContext) {
    this.keepsContext = keepsContext;
  }

  /// A decompressed message.
  sealed interface Result {
    record Inflated(String bytes) implements Result {}

    record TooBig() implements Result {}

    record Corrupt(String why) implements Result {}
  }

  /// One message's payload with at most `maxBytes` coming out of it.
  Result message(String compressed, int maxBytes) {
    byte[] input = withTail(compressed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Inflater inflater = new Inflater(true);
    try {
      inflater.setDictionary(window);
      inflater.setInput(input);
      return inflate(inflater, input, out, maxBytes);
    } catch (DataFormatException e) {
      return new Result.Corrupt("'" + e.getMessage() + "'");
    } finally {
      inflater.end();
    }
  }

  private static byte[] withTail(String compressed) {
    byte[] bytes = compressed.getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = Arrays.copyOf(bytes, bytes.length + TAIL.length);
    System.arraycopy(TAIL, 0, whole, bytes.length, TAIL.length);
    return whole;
  }

  /// A final block may stand in the middle: what follows it is a new DEFLATE stream over the same
  /// window (RFC 7692, 7.2.3.4).
  private Result inflate(Inflater inflater, byte[] input, ByteArrayOutputStream out, int maxBytes)
      throws DataFormatException {
    byte[] step = new byte[STEP_BYTES];
    while (true) {
      int count = inflater.inflate(step);
      out.write(step, 0, count);
      if (out.size() > maxBytes) {
        return new Result.TooBig();
      }
      if (inflater.finished() && inflater.getRemaining() <= TAIL.length) {
        return inflated(out.toByteArray());
      }
      if (inflater.finished()) {
        restart(inflater, input, out);
      } else if (count == 0) {
        return new Result.Corrupt("data that end inside a block");
      }
    }
  }

  private Result inflated(byte[] message) {
    if (keepsContext) {
      window = lastBytes(message);
    }
    return new Result.Inflated(new String(message, StandardCharsets.ISO_8859_1));
  }

  private void restart(Inflater inflater, byte[] input, ByteArrayOutputStream out) {
    int remaining = inflater.getRemaining();
    inflater.reset();
    inflater.setDictionary(lastBytes(out.toByteArray()));
    inflater.setInput(input, input.length - remaining, remaining);
  }

  /// The window after `message`: its own end, and before it as much of the old one as fits.
  private byte[] lastBytes(byte[] message) {
    int own = Math.min(message.length, WINDOW_BYTES);
    int old = Math.min(window.length, WINDOW_BYTES - own);
    byte[] result = new byte[old + own];
    System.arraycopy(window, window.length - old, result, 0, old);
    System.arraycopy(message, message.length - own, result, old, own);
    return result;
  }
}
