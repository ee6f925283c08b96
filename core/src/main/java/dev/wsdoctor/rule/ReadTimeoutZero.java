package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.stream.Stream;

/// `proxy_read_timeout 0` does not disable the timer: it expires at once.
final class ReadTimeoutZero implements Rule {
  @Override
  public String id() {
    return "read-timeout-zero";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return Stream.concat(
            StreamTimeout.of(subject)
                .filter(line -> line.limit().isZero())
                .map(this::stream)
                .stream(),
            subject
                .proxied()
                .filter(hop -> hop.tunnel().readTimeout().value().isZero())
                .map(this::finding))
        .limit(1)
        .toList();
  }

  private Finding stream(StreamTimeout line) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            "proxy_timeout 0 of stream expires at once: the connection is closed before a byte is passed on",
            "Zero is no \"never\" in nginx: the timer is set to now. There is no way to switch it off; large values"
                + " work.")
        .at(Place.of(line.directive().head()))
        .mendedBy(TimeoutMend.ofLine(line.directive()));
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
