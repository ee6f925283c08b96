package dev.wsdoctor.regex;

/// A translated part of a pattern and what its repetition depends on: the fewest and most bytes
/// that it can take, the groups in it, and what it is.
record Piece(String java, int least, int most, int groups, Kind kind) {
  static final int UNBOUNDED = Integer.MAX_VALUE;
  static final Piece EMPTY = new Piece("", 0, 0, 0, Kind.SEQUENCE);

  /// What stands before a quantifier.
  enum Kind {
    /// Exactly one byte.
    BYTE,
    /// `( ... )`, counted in `groups`.
    CAPTURE,
    /// `(?: ... )`, a back reference, `\R`.
    GROUP,
    /// Looks and takes nothing.
    ASSERTION,
    /// Several pieces, or one with its quantifier.
    SEQUENCE
  }

  static Piece oneByte(String java) {
    return new Piece(java, 1, 1, 0, Kind.BYTE);
  }

  static Piece assertion(String java) {
    return new Piece(java, 0, 0, 0, Kind.ASSERTION);
  }

  Piece then(Piece next) {
    return new Piece(
        java + next.java,
        sum(least, next.least),
        sum(most, next.most),
        groups + next.groups,
        Kind.SEQUENCE);
  }

  Piece or(Piece other) {
    return new Piece(
        java + "|" + other.java,
        Math.min(least, other.least),
        Math.max(most, other.most),
        groups + other.groups,
        Kind.SEQUENCE);
  }

  Piece enclosed(String opening, Kind as) {
    int own = as == Kind.CAPTURE ? 1 : 0;
    return new Piece(opening + java + ")", least, most, groups + own, as);
  }

  Piece repeated(Quantifier times) {
    return new Piece(
        java + times.java(),
        product(least, times.least()),
        // PCRE counts no width for what is repeated and empty.
        most == 0 ? UNBOUNDED : product(most, times.most()),
        groups,
        Kind.SEQUENCE);
  }

  boolean canBeEmpty() {
    return least == 0;
  }

  boolean hasFixedWidth() {
    return least == most;
  }

  private static int sum(int a, int b) {
    return a == UNBOUNDED || b == UNBOUNDED ? UNBOUNDED : (int) Math.min((long) a + b, UNBOUNDED);
  }

  private static int product(int a, int b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    return (int) Math.min((long) a * b, UNBOUNDED);
  }
}
