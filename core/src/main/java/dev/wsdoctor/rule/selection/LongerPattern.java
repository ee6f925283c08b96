package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.LocationGroups;
import java.util.List;
import java.util.Optional;

/// A location that ends too early: `~ ^/ws/$` was written for what begins with `/ws/`, and its last
/// `$` keeps all of that out; `= /ws` takes that one path.
final class LongerPattern {
  private LongerPattern() {}

  /// The pattern without its `$`, if it takes the path then.
  static Optional<Fix> of(Location location, String path) {
    if (location.kind() == Location.Kind.EXACT) {
      return below(location, path);
    }
    String name = location.name();
    boolean ends = location.isRegex() && name.endsWith("$") && !name.endsWith("\\$");
    if (!ends) {
      return Optional.empty();
    }
    String open = name.substring(0, name.length() - 1);
    boolean caseless = location.kind() == Location.Kind.REGEX_CASELESS;
    return LocationGroups.matches(open, caseless, path)
        ? Optional.of(fix(location, open))
        : Optional.empty();
  }

  private static Optional<Fix> below(Location location, String path) {
    Directive directive = location.directive();
    String name = location.name();
    boolean below = name.length() > 1 && path.startsWith(name.endsWith("/") ? name : name + "/");
    return below && directive.parameterCount() == 2
        ? Optional.of(
            Fix.review(
                "let %s take what is below %s, too"
                    .formatted(BlockTitle.withPlace(directive), name),
                List.of(
                    Edit.delete(
                        new SourceRange(
                            directive.range().file(),
                            directive.parameterRange(0).start(),
                            directive.parameterRange(1).start())))))
        : Optional.empty();
  }

  private static Fix fix(Location location, String open) {
    Directive directive = location.directive();
    SourceRange range = directive.parameterRange(directive.parameterCount() - 1);
    String written = range.text();
    int at = written.lastIndexOf('$');
    return Fix.review(
        "let %s take what begins with %s".formatted(BlockTitle.withPlace(directive), open),
        List.of(new Edit(range, written.substring(0, at) + written.substring(at + 1))));
  }
}
