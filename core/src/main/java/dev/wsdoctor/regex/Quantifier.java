package dev.wsdoctor.regex;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A quantifier: its bounds, its mode (empty, `?` or `+`) and its length in the pattern.
record Quantifier(int least, int most, String mode, int length) {
  private static final Pattern BRACES = Pattern.compile("\\{(\\d{1,5})(?:(,)(\\d{1,5})?)?\\}");

  /// The one at `at`, if one stands there.
  static Optional<Quantifier> at(String pattern, int at) {
    if (at >= pattern.length()) {
      return Optional.empty();
    }
    return switch (pattern.charAt(at)) {
      case '*' -> Optional.of(withMode(0, Piece.UNBOUNDED, 1, pattern, at));
      case '+' -> Optional.of(withMode(1, Piece.UNBOUNDED, 1, pattern, at));
      case '?' -> Optional.of(withMode(0, 1, 1, pattern, at));
      case '{' -> braces(pattern, at);
      default -> Optional.empty();
    };
  }

  private static Optional<Quantifier> braces(String pattern, int at) {
    Matcher matcher = BRACES.matcher(pattern).region(at, pattern.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    int least = Integer.parseInt(matcher.group(1));
    int most = matcher.group(2) == null ? least : most(matcher);
    return Optional.of(withMode(least, most, matcher.end() - at, pattern, at));
  }

  private static int most(Matcher matcher) {
    return matcher.group(3) == null ? Piece.UNBOUNDED : Integer.parseInt(matcher.group(3));
  }

  private static Quantifier withMode(int least, int most, int length, String pattern, int at) {
    int end = at + length;
    char next = end < pattern.length() ? pattern.charAt(end) : ' ';
    boolean hasMode = next == '?' || next == '+';
    return new Quantifier(
        least, most, hasMode ? String.valueOf(next) : "", length + (hasMode ? 1 : 0));
  }

  String java() {
    if (least == 0 && most == 1) {
      return "?" + mode;
    }
    if (most == Piece.UNBOUNDED) {
      return (least == 0 ? "*" : least == 1 ? "+" : "{" + least + ",}") + mode;
    }
    return "{" + least + "," + most + "}" + mode;
  }

  boolean isPossessive() {
    return mode.equals("+");
  }

  /// PCRE refuses other counts.
  boolean isInOrder() {
    return least <= most && least <= Limits.COUNT && (most <= Limits.COUNT || isOpen());
  }

  boolean isOpen() {
    return most == Piece.UNBOUNDED;
  }
}
