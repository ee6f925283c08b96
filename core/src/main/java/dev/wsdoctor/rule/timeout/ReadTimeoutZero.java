package dev.wsdoctor.rule.timeout;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Tunnel;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.stream.Stream;

/// `proxy_read_timeout 0` does not disable the timer: it expires at once.
public final class ReadTimeoutZero implements Rule {
  private static final String NEVER =
      "Zero is no \"never\" in nginx: the timer is set to now. There is no way to switch it off; large values"
          + " work.";

  @Override
  public String id() {
    return "read-timeout-zero";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return Stream.concat(
            StreamTimeout.all(subject)
                .filter(timeout -> timeout.limit().isZero())
                .flatMap(timeout -> timeout.line().stream())
                .map(this::stream),
            subject.proxied().flatMap(hop -> lines(hop.tunnel())).map(this::finding))
        .limit(1)
        .toList();
  }

  private Finding stream(Directive line) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            "proxy_timeout 0 of stream expires at once: the connection is closed before a byte is passed on",
            NEVER)
        .at(Place.of(line.head()))
        .mendedBy(TimeoutMend.ofLine(line));
  }

  /// The timers that end the handshake at once; both have a default that is not zero.
  private static Stream<Directive> lines(Tunnel tunnel) {
    return Stream.of(tunnel.readTimeout(), tunnel.connectTimeout())
        .filter(limit -> limit.value().isZero())
        .flatMap(limit -> limit.directive().stream());
  }

  private Finding finding(Directive line) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            "%s 0 expires at once: nginx answers 504 before the backend can".formatted(line.name()),
            NEVER)
        .at(Place.of(line.head()))
        .mendedBy(mend(line));
  }

  private static Fix mend(Directive line) {
    return line.is("proxy_connect_timeout")
        ? Fix.review(
            "give the backend its usual time", List.of(new Edit(line.parameterRange(0), "60s")))
        : TimeoutMend.ofLine(line);
  }
}
