package dev.wsdoctor.regex;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern for java.util.regex and the numbers of the named groups, which it carries unnamed.
record JavaPattern(Pattern pattern, Map<String, Integer> names) {
  JavaPattern {
    names = Map.copyOf(names);
  }

  /// None where Java refuses what PCRE accepts, such as a look-behind whose one width Java does not
  /// see.
  static Optional<JavaPattern> compile(String text, boolean caseless, Map<String, Integer> names) {
    int flags = Pattern.UNIX_LINES | (caseless ? Pattern.CASE_INSENSITIVE : 0);
    try {
      return Optional.of(new JavaPattern(Pattern.compile(text, flags), names));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }
}
