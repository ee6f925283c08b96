package dev.wsdoctor.conf;

/// Patterns of glob(3) without flags, as nginx's `include` uses them: `*`, `?`, `[a-z]`, `[!a]`; a
/// backslash takes a byte literally; none of them matches a `/` or the dot that a name starts with.
public final class Glob {
  private Glob() {}

  /// Whether nginx takes an include for a pattern rather than a name (ngx_conf_include).
  public static boolean isPattern(String path) {
    return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /// Whether a whole path matches, segment by segment.
  public static boolean matchesPath(String pattern, String path) {
    String[] patterns = pattern.split("/+", -1);
    String[] segments = path.split("/+", -1);
    if (patterns.length != segments.length) {
      return false;
    }
    for (int i = 0; i < patterns.length; i++) {
      if (!matches(patterns[i], segments[i])) {
        return false;
      }
    }
    return true;
  }

  /// Whether one path segment matches. Linear in effect: only the last `*` is ever retried.
  public static boolean matches(String pattern, String name) {
    if (name.startsWith(".") && !pattern.startsWith(".")) {
      return false;
    }
    int p = 0;
    int retryPattern = -1;
    int retryName = 0;
    for (int n = 0; n < name.length(); ) {
      int next = p < pattern.length() ? matchOne(pattern, p, name.charAt(n)) : -1;
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        retryPattern = ++p;
        retryName = n;
      } else if (next >= 0) {
        p = next;
        n++;
      } else if (retryPattern >= 0) {
        p = retryPattern;
        n = ++retryName;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }

  /// The index behind the element at `p` if it matches `c`, else -1.
  private static int matchOne(String pattern, int p, char c) {
    return switch (pattern.charAt(p)) {
      case '?' -> p + 1;
      case '[' -> matchSet(pattern, p, c);
      case '\\' -> p + 1 < pattern.length() && pattern.charAt(p + 1) == c ? p + 2 : -1;
      default -> pattern.charAt(p) == c ? p + 1 : -1;
    };
  }

  private static int matchSet(String pattern, int open, char c) {
    int p = open + 1;
    boolean negated = p < pattern.length() && "!^".indexOf(pattern.charAt(p)) >= 0;
    int first = negated ? p + 1 : p;
    int close = pattern.indexOf(']', first + 1);
    if (close < 0) {
      return c == '[' ? open + 1 : -1;
    }
    return contains(pattern.substring(first, close), c) != negated ? close + 1 : -1;
  }

  private static boolean contains(String set, char c) {
    for (int i = 0; i < set.length(); i++) {
      if (i + 2 < set.length() && set.charAt(i + 1) == '-') {
        if (set.charAt(i) <= c && c <= set.charAt(i + 2)) {
          return true;
        }
        i += 2;
      } else if (set.charAt(i) == c) {
        return true;
      }
    }
    return false;
  }
}
