package dev.wsdoctor.regex;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntPredicate;

/// A set of bytes, as a character class denotes it in PCRE's default (C locale) tables.
final class ByteSet {
  private static final int BYTES = 256;
  private final BitSet bits = new BitSet(BYTES);

  static ByteSet of(IntPredicate member) {
    ByteSet set = new ByteSet();
    for (int c = 0; c < BYTES; c++) {
      set.bits.set(c, member.test(c));
    }
    return set;
  }

  /// The set of `[:name:]`.
  static Optional<ByteSet> posix(String name) {
    return switch (name) {
      case "alpha" -> Optional.of(of(ByteSet::isLetter));
      case "lower" -> Optional.of(of(c -> c >= 'a' && c <= 'z'));
      case "upper" -> Optional.of(of(c -> c >= 'A' && c <= 'Z'));
      case "alnum" -> Optional.of(of(c -> isLetter(c) || isDigit(c)));
      case "ascii" -> Optional.of(of(c -> c < 0x80));
      case "blank" -> Optional.of(of(c -> c == ' ' || c == '\t'));
      case "cntrl" -> Optional.of(of(c -> c < 0x20 || c == 0x7f));
      case "digit" -> Optional.of(of(ByteSet::isDigit));
      case "graph" -> Optional.of(of(c -> c > 0x20 && c < 0x7f));
      case "print" -> Optional.of(of(c -> c >= 0x20 && c < 0x7f));
      case "punct" -> Optional.of(of(c -> c > 0x20 && c < 0x7f && !isLetter(c) && !isDigit(c)));
      case "space" -> Optional.of(of(ByteSet::isSpace));
      case "word" -> Optional.of(of(ByteSet::isWord));
      case "xdigit" -> Optional.of(of(c -> Character.digit(c, 16) >= 0));
      default -> Optional.empty();
    };
  }

  /// The set of `\d`, `\W` and the like.
  static Optional<ByteSet> escaped(char letter) {
    return switch (letter) {
      case 'd' -> Optional.of(of(ByteSet::isDigit));
      case 'D' -> Optional.of(of(c -> !isDigit(c)));
      case 'w' -> Optional.of(of(ByteSet::isWord));
      case 'W' -> Optional.of(of(c -> !isWord(c)));
      case 's' -> Optional.of(of(ByteSet::isSpace));
      case 'S' -> Optional.of(of(c -> !isSpace(c)));
      case 'h' -> Optional.of(of(ByteSet::isHorizontal));
      case 'H' -> Optional.of(of(c -> !isHorizontal(c)));
      case 'v' -> Optional.of(of(ByteSet::isVertical));
      case 'V' -> Optional.of(of(c -> !isVertical(c)));
      default -> Optional.empty();
    };
  }

  void add(int from, int to) {
    bits.set(from, to + 1);
  }

  void add(ByteSet other) {
    bits.or(other.bits);
  }

  ByteSet complement() {
    return of(c -> !bits.get(c));
  }

  /// With both cases of every ASCII letter in it.
  ByteSet bothCases() {
    ByteSet both = new ByteSet();
    both.add(this);
    for (int c = 'a'; c <= 'z'; c++) {
      if (bits.get(c) || bits.get(c ^ 0x20)) {
        both.add(c, c);
        both.add(c ^ 0x20, c ^ 0x20);
      }
    }
    return both;
  }

  /// A class of java.util.regex; never one that is empty, which Java does not know.
  String java(boolean negated) {
    if (bits.isEmpty()) {
      return negated ? "[\\x00-\\xff]" : "[^\\x00-\\xff]";
    }
    StringBuilder out = new StringBuilder(negated ? "[^" : "[");
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int to = bits.nextClearBit(from) - 1;
      appendByte(out, from);
      if (to > from) {
        appendByte(out.append('-'), to);
      }
      from = bits.nextSetBit(to + 1);
    }
    return out.append(']').toString();
  }

  private static void appendByte(StringBuilder out, int c) {
    out.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isWord(int c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isHorizontal(int c) {
    return c == ' ' || c == '\t' || c == 0xa0;
  }

  private static boolean isVertical(int c) {
    return (c >= '\n' && c <= '\r') || c == 0x85;
  }
}
