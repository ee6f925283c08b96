package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;

/// `$http_upgrade` passes any protocol on, h2c too.
final class AnyUpgradeForwarded implements Rule {
  private static final String OTHER = "h2c";

  @Override
  public String id() {
    return "any-upgrade-forwarded";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .last()
        .proxied()
        .flatMap(hop -> HeaderSettings.last(hop.scope(), "Upgrade"))
        .filter(line -> HeaderSettings.value(line).equals("$http_upgrade"))
        .filter(line -> passes(subject, line))
        .map(line -> List.of(finding(line)))
        .orElse(List.of());
  }

  /// Whether a request for another protocol gets there too: an `if` may let only websocket in.
  private static boolean passes(Subject subject, Directive line) {
    return Variation.upgrade(subject, OTHER)
        .flatMap(hop -> HeaderSettings.last(hop.scope(), "Upgrade"))
        .filter(line::equals)
        .isPresent();
  }

  private Finding finding(Directive line) {
    return Finding.of(
            id(),
            Severity.NOTE,
            0.15,
            "any protocol that a client names in Upgrade is passed on, not only websocket",
            "A backend that speaks h2c could be reached past this nginx's rules; a map that lets only websocket"
                + " through closes that.")
        .at(Place.of(line.head()))
        .mendedBy(
            Fix.manual(
                "map $http_upgrade $ws_upgrade { default ''; ~*^websocket$ websocket; } and send Upgrade $ws_upgrade"));
  }
}
