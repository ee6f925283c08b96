package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.stream.Stream;

/// The location sends only one of Upgrade and Connection, or loses another part of what makes a
/// request an opening handshake: its key, its version, its method.
final class UpgradeHeadersIncomplete implements Rule {
  @Override
  public String id() {
    return "upgrade-headers-incomplete";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<Finding> halved =
        HandshakeRules.report(
            subject, HandshakeRules.Fault.ONE_MISSING, this::finding, hop -> Stream.of(place(hop)));
    return halved.isEmpty()
        ? Stream.concat(
                LostHandshakeField.of(subject).map(this::finding),
                OtherMethod.of(subject, id()).stream())
            .limit(1)
            .toList()
        : halved;
  }

  private Finding finding(LostHandshakeField lost) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.95,
            "%s does not send the client's %s on"
                .formatted(HandshakeRules.title(lost.hop()), lost.name()),
            "Without a key of 16 bytes in Sec-WebSocket-Key and version 13 in Sec-WebSocket-Version a"
                + " request is no handshake (RFC 6455, 4.2.1), and the backend answers 400 or 426.")
        .at(lost.place())
        .mendedBy(lost.mend());
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
