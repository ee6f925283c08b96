package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;

/// The location sends only one of Upgrade and Connection.
final class UpgradeHeadersIncomplete implements Rule {
  @Override
  public String id() {
    return "upgrade-headers-incomplete";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<Outcome.Proxied> hops = HandshakeRules.with(subject, HandshakeRules.Fault.ONE_MISSING);
    if (hops.isEmpty()) {
      return List.of();
    }
    boolean upgradeMissing = Handshake.of(hops.getFirst()).upgrade() == Handshake.Trait.MISSING;
    String missing = upgradeMissing ? "Upgrade" : "Connection";
    String sent = upgradeMissing ? "Connection" : "Upgrade";
    Finding finding =
        Finding.of(
            id(),
            Severity.ERROR,
            0.95,
            "%s sends %s on but not %s"
                .formatted(HandshakeRules.title(hops.getFirst()), sent, missing),
            "A handshake needs both: Upgrade names the protocol and Connection must list the option"
                + " upgrade (RFC 6455, 4.2.1). nginx sends neither by itself.");
    return HandshakeRules.finding(
        finding, subject, hops.stream().map(hop -> place(hop, sent)).toList());
  }

  private static Place place(Outcome.Proxied hop, String sent) {
    return HeaderSettings.last(hop.scope(), sent)
        .map(directive -> Place.of(directive.head()))
        .orElseGet(() -> HandshakeRules.place(hop));
  }
}
