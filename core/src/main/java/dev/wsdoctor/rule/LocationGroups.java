package dev.wsdoctor.rule;

import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.regex.Compiled;
import dev.wsdoctor.regex.Match;
import dev.wsdoctor.regex.Regex;
import dev.wsdoctor.regex.Regexes;
import java.util.List;
import java.util.Optional;

/// What the groups of a location's regular expression catch of a path.
public final class LocationGroups {
  private LocationGroups() {}

  /// The whole match, then group by group; nothing where the expression does not match.
  public static List<Optional<String>> caught(Location location, String path) {
    return caught(location.name(), location.kind() == Location.Kind.REGEX_CASELESS, path);
  }

  /// Whether an expression that a location could have takes the path.
  public static boolean matches(String pattern, boolean caseless, String path) {
    return !caught(pattern, caseless, path).isEmpty();
  }

  /// The same of any expression.
  public static List<Optional<String>> caught(String pattern, boolean caseless, String path) {
    return Regexes.compile(pattern, caseless) instanceof Compiled.Valid(Regex regex)
            && regex.match(path) instanceof Match.Matched(List<Optional<String>> groups)
        ? groups
        : List.of();
  }
}
