package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.stream.Stream;

/// The location that serves the URL sends neither Upgrade nor Connection: upgrade.
final class UpgradeHeadersMissing implements Rule {
  @Override
  public String id() {
    return "upgrade-headers-missing";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return HandshakeRules.report(
        subject,
        HandshakeRules.Fault.BOTH_MISSING,
        this::finding,
        hop -> Stream.of(HandshakeRules.place(hop)));
  }

  private Finding finding(Outcome.Proxied hop) {
    return Finding.of(
        id(),
        Severity.ERROR,
        0.95,
        HandshakeRules.title(hop) + " does not send Upgrade and Connection on",
        "Upgrade and Connection are hop-by-hop: nginx drops the client's and sends only what"
            + " proxy_set_header names, so the backend sees an ordinary request.");
  }
}
