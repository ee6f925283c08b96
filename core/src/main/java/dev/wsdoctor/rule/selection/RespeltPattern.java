package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.LocationGroups;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A regular expression that would take the path if its first word were spelt as that of the path:
/// `~ ^/lool/(.*)/ws$` where the client opens `/cool/1/ws`.
final class RespeltPattern {
  private static final Pattern FIRST_WORD = Pattern.compile("\\^?/([a-zA-Z_-]{3,})(?=/)");
  private static final Pattern FIRST_SEGMENT = Pattern.compile("/([\\w-]+)/");

  private RespeltPattern() {}

  static Optional<Fix> of(Location location, String path) {
    Matcher written = FIRST_WORD.matcher(location.name());
    Matcher asked = FIRST_SEGMENT.matcher(path);
    boolean comparable = location.isRegex() && written.lookingAt() && asked.lookingAt();
    if (!comparable || EditDistance.between(written.group(1), asked.group(1)) != 1) {
      return Optional.empty();
    }
    String word = asked.group(1);
    String respelt =
        location.name().substring(0, written.start(1))
            + word
            + location.name().substring(written.end(1));
    boolean caseless = location.kind() == Location.Kind.REGEX_CASELESS;
    return LocationGroups.matches(respelt, caseless, path)
        ? Optional.of(fix(location, written.group(1), word))
        : Optional.empty();
  }

  private static Fix fix(Location location, String was, String word) {
    Directive directive = location.directive();
    WrittenParameter pattern = WrittenParameter.last(directive);
    int at = pattern.text().indexOf(was);
    return Fix.review(
        "let %s begin with /%s".formatted(BlockTitle.withPlace(directive), word),
        List.of(pattern.replace(at, at + was.length(), word)));
  }
}
