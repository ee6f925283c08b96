package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A directive sets Upgrade or Connection, and not to what a handshake needs. One rule for two ids,
/// since they are one check of two fields.
final class HandshakeFieldWrong implements Rule {
  private final String id;
  private final HandshakeRules.Fault fault;
  private final String field;
  private final String need;
  private final String why;

  private HandshakeFieldWrong(
      String id, HandshakeRules.Fault fault, String field, String need, String why) {
    this.id = id;
    this.fault = fault;
    this.field = field;
    this.need = need;
    this.why = why;
  }

  static Rule upgrade() {
    return new HandshakeFieldWrong(
        "upgrade-header-wrong",
        HandshakeRules.Fault.UPGRADE_WRONG,
        "Upgrade",
        "the client's value ($http_upgrade) or websocket",
        "Upgrade names the protocol websocket");
  }

  static Rule connection() {
    return new HandshakeFieldWrong(
        "connection-header-wrong",
        HandshakeRules.Fault.CONNECTION_WRONG,
        "Connection",
        "the option upgrade",
        "Connection lists the option upgrade");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return HandshakeRules.report(subject, fault, this::finding, this::places);
  }

  private Finding finding(Outcome.Proxied hop) {
    return Finding.of(
        id,
        Severity.ERROR,
        0.95,
        "%s sends %s".formatted(HandshakeRules.title(hop), sent(hop)),
        "The backend upgrades only when "
            + why
            + " (RFC 6455, 4.2.1); an empty value makes nginx drop the field.");
  }

  private String sent(Outcome.Proxied hop) {
    String value =
        hop.sent().all(field).stream()
            .map(line -> line.value().text())
            .collect(Collectors.joining(" and "));
    return value.isEmpty()
        ? "an empty " + field + ", that is none"
        : field + ": " + value + " where it needs " + need;
  }

  private Stream<Place> places(Outcome.Proxied hop) {
    return HeaderSettings.of(hop.scope(), field).stream().map(line -> Place.of(line.head()));
  }
}
