package dev.wsdoctor.nginx;

import dev.wsdoctor.regex.Compiled;
import dev.wsdoctor.regex.Match;
import dev.wsdoctor.regex.Regex;
import dev.wsdoctor.regex.Regexes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
    return match(pattern, caseless, subject, _ -> {});
  }

  /// As above; where the pattern cannot be judged, `doubt` is told what is taken for granted.
  static Optional<Captures> match(
      String pattern, boolean caseless, String subject, Consumer<String> doubt) {
    return switch (Regexes.compile(pattern, caseless)) {
      case Compiled.Valid(Regex regex) -> match(regex, pattern, subject, doubt);
      case Compiled.Unsupported(String why) -> undecided(pattern, why, doubt);
      case Compiled.Invalid _ -> Optional.empty();
    };
  }

  private static Optional<Captures> match(
      Regex regex, String pattern, String subject, Consumer<String> doubt) {
    return switch (regex.match(subject)) {
      case Match.Matched(List<Optional<String>> groups) ->
          Optional.of(new Captures(groups, named(regex, groups)));
      case Match.NoMatch() -> Optional.empty();
      case Match.Undecided(String why) -> undecided(pattern, why, doubt);
    };
  }

  private static Optional<Captures> undecided(String pattern, String why, Consumer<String> doubt) {
    doubt.accept("the pattern " + pattern + " does not match: " + why);
    return Optional.empty();
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
