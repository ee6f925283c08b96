package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.stream.Stream;

/// The location sends only one of Upgrade and Connection.
final class UpgradeHeadersIncomplete implements Rule {
  @Override
  public String id() {
    return "upgrade-headers-incomplete";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return HandshakeRules.report(
        subject, HandshakeRules.Fault.ONE_MISSING, this::finding, hop -> Stream.of(place(hop)));
  }

  private Finding finding(Outcome.Proxied hop) {
    boolean lacksUpgrade = lacksUpgrade(hop);
    return Finding.of(
        id(),
        Severity.ERROR,
        0.95,
        "%s sends %s on but not %s"
            .formatted(
                HandshakeRules.title(hop),
                lacksUpgrade ? "Connection" : "Upgrade",
                lacksUpgrade ? "Upgrade" : "Connection"),
        "A handshake needs both: Upgrade names the protocol and Connection must list the option"
            + " upgrade (RFC 6455, 4.2.1). nginx sends neither by itself.");
  }

  private static boolean lacksUpgrade(Outcome.Proxied hop) {
    return Handshake.of(hop).upgrade() == Handshake.Trait.MISSING;
  }

  /// The one that is sent.
  private static Place place(Outcome.Proxied hop) {
    return HeaderSettings.last(hop.scope(), lacksUpgrade(hop) ? "Connection" : "Upgrade")
        .map(directive -> Place.of(directive.head()))
        .orElseGet(() -> HandshakeRules.place(hop));
  }
}
