package dev.wsdoctor.nginx;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names of the groups in regular expressions, of each of which nginx makes a variable.
final class NamedGroups {
  private static final Pattern GROUP =
      Pattern.compile("\\(\\?(?:P?<|')([A-Za-z_][A-Za-z0-9_]*)[>']");

  private NamedGroups() {}

  static Stream<String> of(List<String> parameters) {
    return parameters.stream()
        .filter(p -> p.contains("(?"))
        .flatMap(p -> GROUP.matcher(p).results())
        .map((MatchResult match) -> match.group(1).toLowerCase(Locale.ROOT));
  }
}
