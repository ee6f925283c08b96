package dev.wsdoctor.gateway.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/// Replaces texts in a body that comes in pieces, whatever their letters' case
/// (`ngx_http_sub_body_filter`): where several begin, the first that is written counts. Used by one
/// thread.
final class Substituting {
  private enum Match {
    NONE,
    WHOLE,
    /// It may become one with the next piece.
    BEGUN
  }

  private final List<byte[]> texts;
  private final IntFunction<byte[]> replacement;
  private final boolean once;
  private final boolean[] used;
  private byte[] held = {};

  /// @param texts in small letters; an empty one stands nowhere
  /// @param replacement of the text with that number
  Substituting(List<byte[]> texts, IntFunction<byte[]> replacement, boolean once) {
    this.texts = List.copyOf(texts);
    this.replacement = replacement;
    this.once = once;
    this.used = new boolean[texts.size()];
  }

  /// Of one text, one char per byte.
  static byte[] small(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = small(bytes[i]);
    }
    return bytes;
  }

  private static byte small(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? (byte) (letter | 0x20) : letter;
  }

  /// What has become of the piece; its end may be held until the next one comes.
  byte[] feed(byte[] piece) {
    byte[] all = Arrays.copyOf(held, held.length + piece.length);
    System.arraycopy(piece, 0, all, held.length, piece.length);
    return replaced(all, false);
  }

  /// What was held.
  byte[] end() {
    return replaced(held, true);
  }

  private byte[] replaced(byte[] in, boolean isEnd) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length + 64);
    int from = 0;
    int at = 0;
    while (at < in.length) {
      int rule = begun(in, at, isEnd);
      Match match = rule < 0 ? Match.NONE : at(in, at, texts.get(rule));
      if (match == Match.BEGUN) {
        break;
      }
      if (match == Match.WHOLE) {
        out.write(in, from, at - from);
        out.writeBytes(replacement.apply(rule));
        used[rule] = once;
        at += texts.get(rule).length;
        from = at;
      } else {
        at++;
      }
    }
    out.write(in, from, at - from);
    held = Arrays.copyOfRange(in, at, in.length);
    return out.toByteArray();
  }

  /// The first text that stands there, or may.
  private int begun(byte[] in, int at, boolean isEnd) {
    for (int i = 0; i < texts.size(); i++) {
      Match match = used[i] ? Match.NONE : at(in, at, texts.get(i));
      if (match == Match.WHOLE || (match == Match.BEGUN && !isEnd)) {
        return i;
      }
    }
    return -1;
  }

  private static Match at(byte[] in, int at, byte[] text) {
    if (text.length == 0) {
      return Match.NONE;
    }
    int length = Math.min(text.length, in.length - at);
    for (int i = 0; i < length; i++) {
      if (small(in[at + i]) != text[i]) {
        return Match.NONE;
      }
    }
    return length == text.length ? Match.WHOLE : Match.BEGUN;
  }
}
