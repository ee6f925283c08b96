package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Candidate;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// A location for sockets whose very name is matched by a regular expression that refuses: nothing
/// ever reaches it, which its author cannot have wanted. `location ~ /\.` against hidden files and
/// `location /.live/` are such.
final class DeadLocation {
  private DeadLocation() {}

  /// `^~`, for this location alone; what else the expression refuses stays refused.
  static Optional<Fix> mend(Subject subject) {
    return Selection.ofFailing(subject)
        .filter(selection -> selection.chosen().filter(Location::isRegex).isPresent())
        .flatMap(selection -> dead(subject, selection))
        .map(DeadLocation::preferred);
  }

  private static Optional<Location> dead(Subject subject, Selection selection) {
    Location refusing = selection.chosen().orElseThrow();
    return selection.beaten().stream()
        .filter(location -> location.kind() == Location.Kind.PREFIX)
        .filter(location -> location.name().length() > 1)
        .filter(
            location ->
                subject.nginx().candidates(selection.server(), location.name()).stream()
                    .filter(Candidate::matches)
                    .anyMatch(other -> other.location().equals(refusing)))
        .findFirst();
  }

  private static Fix preferred(Location meant) {
    Directive location = meant.directive();
    return Fix.review(
        "keep the refusing expression away from %s with ^~: it takes all that this location is made for"
            .formatted(BlockTitle.withPlace(location)),
        List.of(Edit.insert(location.range().file(), location.parameterRange(0).start(), "^~ ")));
  }
}
