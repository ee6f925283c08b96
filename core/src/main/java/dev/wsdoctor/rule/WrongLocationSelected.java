package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import java.util.List;
import java.util.Optional;

/// Another location than the one made for the socket takes the request.
final class WrongLocationSelected implements Rule {
  @Override
  public String id() {
    return "wrong-location-selected";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    if (NginxAnswer.ofRule(subject).isPresent()) {
      return List.of();
    }
    return Selection.ofFailing(subject)
        .flatMap(selection -> beaten(subject, selection).map(beaten -> finding(selection, beaten)))
        .stream()
        .toList();
  }

  /// The location the request was meant for: made for sockets, matching, and not a mere fallback
  /// that the chosen one was written to specialise.
  private static Optional<Location> beaten(Subject subject, Selection selection) {
    boolean proxied = subject.last().proxied().isPresent();
    return selection.beaten().stream()
        .filter(location -> !proxied || !SocketLocations.isFallback(location))
        .findFirst();
  }

  private Finding finding(Selection selection, Location meant) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.96,
            "%s takes the request, not %s"
                .formatted(selection.title(), BlockTitle.withPlace(meant.directive())),
            why(selection))
        .at(List.of(Place.of(selection.place().head()), Place.of(meant.directive().head())))
        .mendedBy(mend(meant));
  }

  private static String why(Selection selection) {
    return selection.chosen().filter(Location::isRegex).isPresent()
        ? "A regular expression beats every prefix that is not marked ^~, and of several the first in the"
            + " file wins."
        : "The longest prefix wins, an exact location before all, and nested locations inside the winner are"
            + " searched again.";
  }

  /// `^~` keeps regular expressions away from a prefix; other conflicts need a person.
  private static Fix mend(Location meant) {
    if (meant.kind() != Location.Kind.PREFIX) {
      return Fix.manual(
          "narrow the location that wins, or move the one for the socket in front of it");
    }
    Directive location = meant.directive();
    return Fix.review(
        "keep regular expressions away from " + BlockTitle.of(location) + " with ^~",
        List.of(Edit.insert(location.range().file(), location.parameterRange(0).start(), "^~ ")));
  }
}
