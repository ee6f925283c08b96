package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;

/// A shared included file brings header settings that predate sockets.
final class IncludeOutdated implements Rule {
  @Override
  public String id() {
    return "include-outdated";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<Outcome.Proxied> hops =
        HandshakeRules.with(subject, HandshakeRules.Fault.INCLUDE_OUTDATED);
    return hops.stream()
        .flatMap(hop -> SharedInclude.of(hop.scope()).stream())
        .limit(1)
        .flatMap(shared -> finding(subject, hops.getFirst(), shared).stream())
        .toList();
  }

  private List<Finding> finding(Subject subject, Outcome.Proxied hop, SharedInclude shared) {
    String file = shared.headers().getFirst().range().file().name();
    Finding finding =
        Finding.of(
            id(),
            Severity.ERROR,
            0.85,
            "%s takes its headers from %s, which has no Upgrade and no Connection"
                .formatted(HandshakeRules.title(hop), file),
            "The included file sets headers and the HTTP version for a proxied application, but it predates"
                + " WebSockets: nginx sends Upgrade and Connection only where proxy_set_header names them.");
    return HandshakeRules.finding(
        finding,
        subject,
        List.of(Place.of(shared.include().head()), Place.of(shared.headers().getFirst().head())));
  }
}
