package dev.wsdoctor.regex;

/// Every bound of this package.
final class Limits {
  /// Patterns kept compiled; when there are more, all are forgotten.
  static final int CACHED_PATTERNS = 1 << 16;

  /// Characters that java.util.regex may look at for one match; about 10 ms.
  static final int LOOKS = 1_000_000;

  /// pcre2_set_match_limit: a tenth of PCRE's own default, about 50 ms.
  static final int PCRE_MATCHES = 1_000_000;

  /// pcre2_set_heap_limit.
  static final int PCRE_HEAP_KIB = 64 * 1024;

  /// Nested groups that the translator follows; PCRE's own limit is 250.
  static final int NESTING = 60;

  /// Longest text of a counted group, all its copies taken together: PCRE writes them out and
  /// refuses what becomes too large.
  static final int COPIED_TEXT = 10_000;

  /// PCRE's largest count in braces.
  static final int COUNT = 65_535;

  /// PCRE's longest name of a group.
  static final int NAME = 32;

  private Limits() {}
}
