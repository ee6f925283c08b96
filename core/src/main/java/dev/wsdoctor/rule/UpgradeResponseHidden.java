package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.stream.Stream;

/// `proxy_hide_header Upgrade` removes the field from the 101, and the client refuses that.
final class UpgradeResponseHidden implements Rule {
  @Override
  public String id() {
    return "upgrade-response-hidden";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .flatMap(hop -> hop.scope().inForce("proxy_hide_header").stream())
        .filter(
            line ->
                Stream.of("Upgrade", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions")
                    .anyMatch(line.parameter()::equalsIgnoreCase))
        .limit(1)
        .map(this::finding)
        .toList();
  }

  private Finding finding(Directive line) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.96,
            "%s is removed from the answer".formatted(line.parameter()),
            "A client fails the connection when the 101 lacks Upgrade or Sec-WebSocket-Accept (RFC 6455, 4.1).")
        .at(Place.of(line.head()))
        .mendedBy(Fix.review("let it through", List.of(Layout.remove(line))));
  }
}
