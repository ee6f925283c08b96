package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.stream.Stream;

/// A shared included file brings header settings that predate sockets.
final class IncludeOutdated implements Rule {
  @Override
  public String id() {
    return "include-outdated";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return HandshakeRules.report(
        subject, HandshakeRules.Fault.INCLUDE_OUTDATED, this::finding, IncludeOutdated::places);
  }

  private Finding finding(Outcome.Proxied hop) {
    String file =
        SharedInclude.of(hop.scope())
            .map(shared -> shared.headers().getFirst().range().file().name())
            .orElse("a shared file");
    return Finding.of(
        id(),
        Severity.ERROR,
        0.85,
        "%s takes its headers from %s, which has no Upgrade and no Connection"
            .formatted(HandshakeRules.title(hop), file),
        "The included file sets headers and the HTTP version for a proxied application, but it predates"
            + " WebSockets: nginx sends Upgrade and Connection only where proxy_set_header names them.");
  }

  private static Stream<Place> places(Outcome.Proxied hop) {
    return SharedInclude.of(hop.scope()).stream()
        .flatMap(shared -> Stream.of(shared.include(), shared.headers().getFirst()))
        .map(line -> Place.of(line.head()));
  }
}
