package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Connection lacks the option `upgrade` although a directive sets it.
final class ConnectionHeaderWrong implements Rule {
  @Override
  public String id() {
    return "connection-header-wrong";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<Outcome.Proxied> hops =
        HandshakeRules.with(subject, HandshakeRules.Fault.CONNECTION_WRONG);
    if (hops.isEmpty()) {
      return List.of();
    }
    Finding finding =
        Finding.of(
            id(),
            Severity.ERROR,
            0.95,
            "%s sends %s".formatted(HandshakeRules.title(hops.getFirst()), sent(hops.getFirst())),
            "The backend upgrades only when Connection lists the option upgrade (RFC 6455, 4.2.1); an empty value makes nginx drop the field.");
    return HandshakeRules.finding(
        finding, subject, hops.stream().flatMap(ConnectionHeaderWrong::places).toList());
  }

  private static String sent(Outcome.Proxied hop) {
    String value =
        hop.sent().all("Connection").stream()
            .map(field -> field.value().text())
            .collect(Collectors.joining(" and "));
    return value.isEmpty()
        ? "an empty Connection, that is none"
        : "Connection: " + value + " where it needs the option upgrade";
  }

  private static Stream<Place> places(Outcome.Proxied hop) {
    return HeaderSettings.of(hop.scope(), "Connection").stream().map(line -> Place.of(line.head()));
  }
}
