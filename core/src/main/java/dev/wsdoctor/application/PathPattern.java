package dev.wsdoctor.application;

import java.util.Optional;

/// A path of an application's sockets: `*` is one segment or a part of it, `**` any text, a slash
/// at the end takes all below. It matches below any base path, save for `/`, which is only itself.
public record PathPattern(String text) {
  private static final String ROOT = "/";
  private static final String SAMPLE_SEGMENT = "x1";

  /// Looks at every place where a base path could end; the patterns are short, and so are paths.
  public boolean matches(String path) {
    if (text.equals(ROOT)) {
      return path.equals(ROOT);
    }
    for (int base = 0; base <= path.length(); base++) {
      if (matches(0, path, base)) {
        return true;
      }
    }
    return false;
  }

  /// The base path below which this pattern matches, the shortest; empty text at the root, nothing
  /// where it does not match.
  Optional<String> base(String path) {
    for (int base = 0; base <= path.length(); base++) {
      if (matches(0, path, base)) {
        return Optional.of(path.substring(0, base));
      }
    }
    return Optional.empty();
  }

  /// Whether the pattern from `at` on matches the path from `from` on.
  private boolean matches(int at, String path, int from) {
    if (at == text.length()) {
      return from == path.length() || text.endsWith(ROOT);
    }
    if (text.charAt(at) != '*') {
      return from < path.length()
          && text.charAt(at) == path.charAt(from)
          && matches(at + 1, path, from + 1);
    }
    boolean isAnyText = text.startsWith("**", at);
    int behind = at + (isAnyText ? 2 : 1);
    for (int end = from + 1; end <= path.length(); end++) {
      if (!isAnyText && path.charAt(end - 1) == '/') {
        return false;
      }
      if (matches(behind, path, end)) {
        return true;
      }
    }
    return false;
  }

  /// A path that it matches.
  public String sample() {
    return text.replace("**", "*").replace("*", SAMPLE_SEGMENT);
  }
}
