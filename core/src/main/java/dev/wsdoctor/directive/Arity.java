package dev.wsdoctor.directive;

/// How many parameters a directive takes: nginx's `TAKE12`, `1MORE`, `FLAG`, ... as a set of
/// counts.
///
/// @param counts bit n is set if n parameters are fine
/// @param orMore whether any number from the largest of them on is fine, too
public record Arity(int counts, boolean orMore) {
  /// Reads the names of nginx's flags, without `NGX_CONF_`, separated by commas.
  static Arity parse(String flags) {
    int counts = 0;
    boolean orMore = false;
    for (String flag : Columns.split(flags, ',')) {
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
      default -> digits(flag.substring("TAKE".length()));
    };
  }

  private static int digits(String digits) {
    int counts = 0;
    for (int i = 0; i < digits.length(); i++) {
      counts |= 1 << (digits.charAt(i) - '0');
    }
    return counts;
  }

  public boolean accepts(int count) {
    if (orMore) {
      return count >= Integer.numberOfTrailingZeros(counts);
    }
    return count < Integer.SIZE && (counts & (1 << count)) != 0;
  }
}
