package dev.wsdoctor.regex;

import java.util.OptionalInt;

/// The escapes that stand for one byte.
final class Escape {
  private Escape() {}

  /// The byte of `\` and `c`, which was just read; none if it stands for something else.
  static OptionalInt single(char c, PatternText text) {
    if (c != 0 && !ByteSet.isLetter(c) && !ByteSet.isDigit(c)) {
      return OptionalInt.of(c);
    }
    return switch (c) {
      case 'n' -> OptionalInt.of('\n');
      case 'r' -> OptionalInt.of('\r');
      case 't' -> OptionalInt.of('\t');
      case 'f' -> OptionalInt.of('\f');
      case 'a' -> OptionalInt.of(7);
      case 'e' -> OptionalInt.of(27);
      case 'x' -> hexadecimal(text);
      default -> OptionalInt.empty();
    };
  }

  /// `\x` with none to two digits, or with two in braces.
  private static OptionalInt hexadecimal(PatternText text) {
    boolean braces = text.take("{");
    int value = 0;
    int digits = 0;
    while (digits < 2 && Character.digit(text.peek(), 16) >= 0) {
      value = value * 16 + Character.digit(text.next(), 16);
      digits++;
    }
    if (value == 0 || (braces && !text.take("}"))) {
      text.beyond("\"\\x\" of another form");
    }
    return OptionalInt.of(value);
  }
}
