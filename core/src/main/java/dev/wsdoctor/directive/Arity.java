package dev.wsdoctor.directive;

import java.util.regex.Pattern;

/// How many parameters a directive takes: nginx's `TAKE12`, `1MORE`, `FLAG`, ... as a set of
/// counts.
///
/// @param counts bit n is set if n parameters are fine
/// @param orMore whether any number from the largest of them on is fine, too
public record Arity(int counts, boolean orMore) {
  private static final Pattern COMMA = Pattern.compile(",");

  /// Reads the names of nginx's flags, without `NGX_CONF_`, separated by commas.
  static Arity parse(String flags) {
    int counts = 0;
    boolean orMore = false;
    for (String flag : COMMA.splitAsStream(flags).toList()) {
      orMore |= flag.endsWith("MORE");
      counts |= countsOf(flag);
    }
    return new Arity(counts, orMore);
  }

  private static int countsOf(String flag) {
    return switch (flag) {
      case "NOARGS" -> 1;
      case "FLAG", "1MORE" -> 1 << 1;
      case "2MORE" -> 1 << 2;
      default -> flag.chars().skip("TAKE".length()).map(digit -> 1 << (digit - '0')).sum();
    };
  }

  public boolean accepts(int count) {
    if (orMore) {
      return count >= Integer.numberOfTrailingZeros(counts);
    }
    return count < Integer.SIZE && (counts & (1 << count)) != 0;
  }
}
