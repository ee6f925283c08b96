package dev.wsdoctor.nginx;

import dev.wsdoctor.regex.Compiled;
import dev.wsdoctor.regex.Match;
import dev.wsdoctor.regex.Regex;
import dev.wsdoctor.regex.Regexes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the last regular expression that matched has captured: numbered groups, and named ones.
record Captures(List<Optional<String>> groups, Map<String, String> named) {
  static final Captures NONE = new Captures(List.of(), Map.of());

  Captures {
    groups = List.copyOf(groups);
    named = Map.copyOf(named);
  }

  /// Written out, because a record's own is put together when it is first called, and every start
  /// would wait 8 ms for that.
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Captures captures
            && groups.equals(captures.groups)
            && named.equals(captures.named));
  }

  @Override
  public int hashCode() {
    return 31 * groups.hashCode() + named.hashCode();
  }

  /// Searches the subject; nothing if the pattern does not match, or cannot be judged here.
  static Optional<Captures> match(String pattern, boolean caseless, String subject) {
    if (!(Regexes.compile(pattern, caseless) instanceof Compiled.Valid(Regex regex))) {
      return Optional.empty();
    }
    return regex.match(subject) instanceof Match.Matched(List<Optional<String>> groups)
        ? Optional.of(new Captures(groups, named(regex, groups)))
        : Optional.empty();
  }

  private static Map<String, String> named(Regex regex, List<Optional<String>> groups) {
    if (regex.groupNames().isEmpty()) {
      return Map.of();
    }
    Map<String, String> named = new HashMap<>();
    regex.groupNames().forEach((name, number) -> named.put(name, text(groups, number)));
    return named;
  }

  private static String text(List<Optional<String>> groups, int number) {
    return number < groups.size() ? groups.get(number).orElse("") : "";
  }

  /// `$1` to `$9`; empty when the group took no part.
  String group(int number) {
    return text(groups, number);
  }
}
