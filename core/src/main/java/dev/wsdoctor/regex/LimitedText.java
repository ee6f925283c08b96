package dev.wsdoctor.regex;

/// A subject that may be looked at a limited number of times, so that a pattern which backtracks
/// without end does end.
final class LimitedText implements CharSequence {
  /// Leaves java.util.regex, which has no other way out.
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("looked at " + Limits.LOOKS + " characters", null, false, false);
    }
  }

  private final String text;
  private int looks;

  LimitedText(String text) {
    this.text = text;
  }

  @Override
  public char charAt(int index) {
    if (++looks > Limits.LOOKS) {
      throw new Exhausted();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
