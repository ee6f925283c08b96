package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.LocationGroups;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A regular expression with a choice of words, of which the path has another one: `~
/// ^/bridge/(10.0.0.4)/(.*)` where the client opens `/bridge/east/1`. The word is added to the
/// choice.
final class WiderChoice {
  /// A segment that is a group of plain words.
  private static final Pattern CHOICE =
      Pattern.compile("(?<=/)\\((?:\\?:)?[\\w.|\\\\-]+(?=\\)(?:/|\\$|$))");

  private WiderChoice() {}

  static Optional<Fix> of(Location location, String path) {
    String name = location.name();
    return location.isRegex()
        ? CHOICE
            .matcher(name)
            .results()
            .flatMap(
                choice ->
                    Arrays.stream(path.split("/"))
                        .filter(word -> word.matches("[\\w-]+"))
                        .filter(word -> matches(location, wider(name, choice, word), path))
                        .map(word -> fix(location, choice, word)))
            .findFirst()
        : Optional.empty();
  }

  private static String wider(String name, MatchResult choice, String word) {
    return name.substring(0, choice.end()) + "|" + word + name.substring(choice.end());
  }

  private static boolean matches(Location location, String pattern, String path) {
    boolean caseless = location.kind() == Location.Kind.REGEX_CASELESS;
    return LocationGroups.matches(pattern, caseless, path);
  }

  private static Fix fix(Location location, MatchResult choice, String word) {
    Directive directive = location.directive();
    WrittenParameter written = WrittenParameter.last(directive);
    int end = written.text().indexOf(choice.group()) + choice.group().length();
    return Fix.review(
        "let %s take %s, too, beside %s)"
            .formatted(BlockTitle.withPlace(directive), word, choice.group()),
        List.of(written.insert(end, "|" + word)));
  }
}
