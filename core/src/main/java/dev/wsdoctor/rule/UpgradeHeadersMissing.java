package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;

/// The location that serves the URL sends neither Upgrade nor Connection: upgrade.
final class UpgradeHeadersMissing implements Rule {
  @Override
  public String id() {
    return "upgrade-headers-missing";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<Outcome.Proxied> hops = HandshakeRules.with(subject, HandshakeRules.Fault.BOTH_MISSING);
    if (hops.isEmpty()) {
      return List.of();
    }
    Finding finding =
        Finding.of(
            id(),
            Severity.ERROR,
            0.95,
            HandshakeRules.title(hops.getFirst()) + " does not send Upgrade and Connection on",
            "Upgrade and Connection are hop-by-hop: nginx drops the client's and sends only what"
                + " proxy_set_header names, so the backend sees an ordinary request.");
    return HandshakeRules.finding(
        finding, subject, hops.stream().map(HandshakeRules::place).toList());
  }
}
