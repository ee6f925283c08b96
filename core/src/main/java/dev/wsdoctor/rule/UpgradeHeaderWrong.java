package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Upgrade carries something else than the client's value or `websocket`.
final class UpgradeHeaderWrong implements Rule {
  @Override
  public String id() {
    return "upgrade-header-wrong";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<Outcome.Proxied> hops = HandshakeRules.with(subject, HandshakeRules.Fault.UPGRADE_WRONG);
    if (hops.isEmpty()) {
      return List.of();
    }
    Finding finding =
        Finding.of(
            id(),
            Severity.ERROR,
            0.95,
            "%s sends %s".formatted(HandshakeRules.title(hops.getFirst()), sent(hops.getFirst())),
            "The backend upgrades only when Upgrade names the protocol websocket (RFC 6455, 4.2.1); an empty value makes nginx drop the field.");
    return HandshakeRules.finding(
        finding, subject, hops.stream().flatMap(UpgradeHeaderWrong::places).toList());
  }

  private static String sent(Outcome.Proxied hop) {
    String value =
        hop.sent().all("Upgrade").stream()
            .map(field -> field.value().text())
            .collect(Collectors.joining(" and "));
    return value.isEmpty()
        ? "an empty Upgrade, that is none"
        : "Upgrade: " + value + " where it needs the client's value ($http_upgrade) or websocket";
  }

  private static Stream<Place> places(Outcome.Proxied hop) {
    return HeaderSettings.of(hop.scope(), "Upgrade").stream().map(line -> Place.of(line.head()));
  }
}
