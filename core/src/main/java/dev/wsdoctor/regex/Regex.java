package dev.wsdoctor.regex;

import java.util.Map;

/// A pattern that nginx accepts; safe for use by many threads.
public sealed interface Regex permits JavaRegex, PcreRegex {
  /// Searches the subject, one char (0 to 255) per byte, from its start.
  Match match(String subject);

  /// The named groups and their numbers. nginx makes a variable of each; where `(?J)` gives a name
  /// twice, the number is that of the last, which nginx takes (`ngx_http_regex_exec`).
  Map<String, Integer> groupNames();
}
