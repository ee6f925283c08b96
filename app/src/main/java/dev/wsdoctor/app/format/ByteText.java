package dev.wsdoctor.app.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Text from files and from the wire holds one char per byte; this turns it into what a person
/// reads.
public final class ByteText {
  private ByteText() {}

  /// Decoded, and with nothing in it that a terminal would obey or not show.
  public static String readable(String bytes) {
    return printable(decode(bytes));
  }

  /// Every stretch of bytes that is UTF-8 decoded; what is not (a file in Latin-1, a name that was
  /// decoded before) stays as it is.
  static String decode(String text) {
    int from = nextHigh(text, 0);
    if (from == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    while (from < text.length()) {
      int to = from;
      while (to < text.length() && isHigh(text.charAt(to))) {
        to++;
      }
      out.append(text, done, from).append(decodeStretch(text.substring(from, to)));
      done = to;
      from = nextHigh(text, to);
    }
    return out.append(text, done, text.length()).toString();
  }

  /// Control characters made visible (`\x1b`), so that nothing read from a server or a file can
  /// drive the terminal; line ends and tabs stay. So are those that turn the direction of writing
  /// (`\u202e`), with which a line can be made to read as another, and those without a width
  /// (`\ufeff`), with which a name is another than it seems.
  static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\t') {
        out.append("\\x")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else if (turnsDirection(c) || isInvisible(c)) {
        out.append("\\u").append(Integer.toHexString(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /// Unicode Standard Annex 9, 2: the explicit embeddings, overrides and isolates.
  private static boolean turnsDirection(char c) {
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  }

  /// The byte order mark, the space and the marks without a width. Joiners stay: letters need them.
  private static boolean isInvisible(char c) {
    return c == '\ufeff' || c == '\u200b' || c == '\u200e' || c == '\u200f' || c == '\u2060';
  }

  private static String decodeStretch(String bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
    } catch (CharacterCodingException e) {
      return bytes;
    }
  }

  private static int nextHigh(String text, int from) {
    int at = from;
    while (at < text.length() && !isHigh(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isHigh(char c) {
    return c >= 0x80 && c <= 0xff;
  }
}
