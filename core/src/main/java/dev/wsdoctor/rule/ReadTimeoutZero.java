package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;

/// `proxy_read_timeout 0` does not disable the timer: it expires at once.
final class ReadTimeoutZero implements Rule {
  @Override
  public String id() {
    return "read-timeout-zero";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(hop -> hop.tunnel().readTimeout().value().isZero())
        .limit(1)
        .map(this::finding)
        .toList();
  }

  private Finding finding(Outcome.Proxied hop) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            "proxy_read_timeout 0 expires at once: nginx answers 504 before the backend can",
            "Zero is no \"never\" in nginx: the timer is set to now. There is no way to switch it off; large values"
                + " work.")
        .at(
            hop.tunnel()
                .readTimeout()
                .directive()
                .map(line -> Place.of(line.head()))
                .orElseGet(() -> HandshakeRules.place(hop)))
        .mendedBy(
            hop.tunnel()
                .readTimeout()
                .directive()
                .map(TimeoutMend::ofLine)
                .orElseGet(() -> TimeoutMend.of(hop)));
  }
}
