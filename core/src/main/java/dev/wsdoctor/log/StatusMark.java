package dev.wsdoctor.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What stands in a line in front of a value that tells whether the line may concern a socket:
/// `"status":"` in one format, `" ` in another. `kind` says what has to stand behind it.
final class StatusMark {
  enum Kind {
    /// An opened socket, or a refusal.
    STATUS,
    /// Anything: the client sent that field.
    FIELD
  }

  /// Eight bytes of a log at once.
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte NEW_LINE = '\n';
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  /// What logs are full of, the most frequent first: the literal is searched by another char.
  private static final String FREQUENT = " 0123456789.\"eatoinrs/:,-lcphmd;_";

  private final byte[] wanted;
  private final int rarest;
  private final Kind kind;

  /// How many bytes of a line stand in front of the literal at least.
  private final int before;

  /// Whether the literal cannot stand within a value, because nginx escaped it there; then the rest
  /// of a line whose status does not matter need not be looked at.
  private final boolean once;

  private StatusMark(String literal, Kind kind, int before, boolean once) {
    this.wanted = literal.getBytes(StandardCharsets.ISO_8859_1);
    this.rarest = rarest(literal);
    this.kind = kind;
    this.before = before;
    this.once = once;
  }

  /// Marks for lines in these formats. Nothing for a format that does not tell the status, or not
  /// where it stands.
  static List<StatusMark> of(List<LogFormat> formats) {
    return formats.stream().flatMap(format -> of(format, formats.size() == 1)).distinct().toList();
  }

  private static Stream<StatusMark> of(LogFormat format, boolean alone) {
    String status = format.literalBefore("status");
    String upgrade = format.literalBefore("http_upgrade");
    boolean once = alone && status.indexOf('"') >= 0 && format.showsFirst("status");
    return Stream.of(
            new StatusMark(status, Kind.STATUS, alone ? format.leastBefore("status") : 0, once),
            new StatusMark(
                upgrade, Kind.FIELD, alone ? format.leastBefore("http_upgrade") : 0, false))
        .filter(mark -> mark.wanted.length > 0);
  }

  static boolean isIn(LogFormat format) {
    return !format.literalBefore("status").isEmpty();
  }

  /// Where the next such value begins, between those indices, of which the first is the beginning
  /// of a line or the end of one; beyond all when there is none.
  int next(byte[] text, int from, int to) {
    byte searched = wanted[rarest];
    int last = to - (wanted.length - rarest);
    int at = find(searched, text, from + before + rarest, last);
    while (at <= last) {
      int value = at - rarest + wanted.length;
      boolean stands = stands(text, at - rarest);
      if (stands && fits(text, value, to)) {
        return value;
      }
      at = find(searched, text, stands ? behind(text, value, to) : at + 1, last);
    }
    return Integer.MAX_VALUE;
  }

  /// Where to go on after a value that is of no interest.
  private int behind(byte[] text, int value, int to) {
    return once && isStatus(text, value, to)
        ? find(NEW_LINE, text, value, to - 1) + 1 + before + rarest
        : value - wanted.length + rarest + 1;
  }

  private static boolean isStatus(byte[] text, int at, int to) {
    return to - at >= 3 && isDigit(text[at]) && isDigit(text[at + 1]) && isDigit(text[at + 2]);
  }

  private static int rarest(String literal) {
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
  static int find(byte searched, byte[] text, int from, int last) {
    long pattern = (searched & 0xffL) * ONES;
    int at = from;
    while (at + Long.BYTES <= last + 1) {
      long different = (long) EIGHT.get(text, at) ^ pattern;
      long zeros = (different - ONES) & ~different & HIGHS;
      if (zeros != 0) {
        return at + lowest(zeros);
      }
      at += Long.BYTES;
    }
    while (at <= last && text[at] != searched) {
      at++;
    }
    return at;
  }

  /// Which byte the lowest of these high bits is in. The simple compiler has no instruction for
  /// `Long.numberOfTrailingZeros`; a product moves the index of the byte to the top.
  private static int lowest(long highs) {
    return (int) ((((highs & -highs) >>> 7) * 0x0001020304050607L) >>> 56);
  }

  private boolean stands(byte[] text, int at) {
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

  @Override
  public boolean equals(Object other) {
    return other instanceof StatusMark mark
        && kind == mark.kind
        && before == mark.before
        && once == mark.once
        && Arrays.equals(wanted, mark.wanted);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(wanted) + kind.hashCode();
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isThere(byte c) {
    return c != '-' && c != '"' && c != ' ' && c != '\n';
  }
}
