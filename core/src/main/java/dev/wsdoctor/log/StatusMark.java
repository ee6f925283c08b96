package dev.wsdoctor.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// What stands in a line in front of a value that tells whether the line may concern a socket:
/// `"status":"` in one format, `" ` in another. `kind` says what has to stand behind it.
record StatusMark(String literal, Kind kind) {
  enum Kind {
    /// An opened socket, or a refusal.
    STATUS,
    /// Anything: the client sent that field.
    FIELD
  }

  /// Eight bytes of a log at once.
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  /// What logs are full of, the most frequent first: the literal is searched by another char.
  private static final String FREQUENT = " 0123456789.\"eatoinrs/:,-lcphmd;_";

  /// Nothing for a format that does not tell the status, or not where it stands.
  static Stream<StatusMark> of(LogFormat format) {
    String status = format.literalBefore("status");
    String upgrade = format.literalBefore("http_upgrade");
    return status.isEmpty()
        ? Stream.empty()
        : Stream.concat(
            Stream.of(new StatusMark(status, Kind.STATUS)),
            Stream.of(upgrade).filter(s -> !s.isEmpty()).map(s -> new StatusMark(s, Kind.FIELD)));
  }

  /// Where the next such value begins, between those indices; beyond all when there is none.
  int next(byte[] text, int from, int to) {
    byte[] wanted = literal.getBytes(StandardCharsets.ISO_8859_1);
    int rarest = rarest();
    byte searched = wanted[rarest];
    int last = to - (wanted.length - rarest);
    for (int at = find(searched, text, from + rarest, last);
        at <= last;
        at = find(searched, text, at + 1, last)) {
      int value = at - rarest + wanted.length;
      if (stands(wanted, text, at - rarest) && fits(text, value, to)) {
        return value;
      }
    }
    return Integer.MAX_VALUE;
  }

  private int rarest() {
    int rarest = 0;
    for (int i = 1; i < literal.length(); i++) {
      rarest = rank(literal.charAt(i)) > rank(literal.charAt(rarest)) ? i : rarest;
    }
    return rarest;
  }

  private static int rank(char c) {
    int index = FREQUENT.indexOf(c);
    return index < 0 ? FREQUENT.length() : index;
  }

  /// The index of a byte from `from` to `last`; greater than `last` when it is not there. A word
  /// minus ones has a high bit where a byte was zero, that is, where it was the one searched.
  private static int find(byte searched, byte[] text, int from, int last) {
    long pattern = (searched & 0xffL) * ONES;
    int at = from;
    while (at + Long.BYTES <= last + 1) {
      long different = (long) EIGHT.get(text, at) ^ pattern;
      long zeros = (different - ONES) & ~different & HIGHS;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at <= last && text[at] != searched) {
      at++;
    }
    return at;
  }

  private static boolean stands(byte[] wanted, byte[] text, int at) {
    for (int i = 0; i < wanted.length; i++) {
      if (text[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(byte[] text, int at, int to) {
    return switch (kind) {
      case STATUS -> to - at >= 3 && isOfInterest(text[at], text[at + 1], text[at + 2]);
      case FIELD -> to > at && isThere(text[at]);
    };
  }

  /// 101, what is refused, and 009, which nginx writes of an upstream that answers no HTTP.
  private static boolean isOfInterest(byte first, byte second, byte third) {
    return switch (first) {
      case '4', '5' -> isDigit(second) && isDigit(third);
      case '1' -> second == '0' && third == '1';
      case '0' -> second == '0' && third == '9';
      default -> false;
    };
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isThere(byte c) {
    return c != '-' && c != '"' && c != ' ' && c != '\n';
  }
}
