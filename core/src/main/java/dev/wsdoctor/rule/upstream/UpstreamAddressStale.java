package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// A literal host name is looked up once, when nginx loads its configuration; a container that
/// comes back with another address is not found until a reload.
public final class UpstreamAddressStale implements Rule {
  @Override
  public String id() {
    return "upstream-address-stale";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .last()
        .proxied()
        .filter(hop -> !hop.target().resolvedAtRunTime())
        .flatMap(hop -> fixedName(hop).map(name -> finding(hop, name)))
        .stream()
        .toList();
  }

  private static Optional<String> fixedName(Outcome.Proxied hop) {
    return hop.target().upstream().stream()
        .flatMap(group -> group.peers().stream())
        .filter(
            peer ->
                peer.directive().filter(line -> line.parameters().contains("resolve")).isEmpty())
        .map(Upstream.Peer::address)
        .filter(UpstreamAddressStale::isLookedUp)
        .findFirst();
  }

  private static boolean isLookedUp(String host) {
    return host.matches("(?i).*[a-z].*") && !host.contains(":") && !host.equals("localhost");
  }

  private Finding finding(Outcome.Proxied hop, String name) {
    boolean resolver = hop.scope().setting("resolver").isPresent();
    return Finding.of(
            id(),
            resolver ? Severity.WARNING : Severity.NOTE,
            resolver ? 0.57 : 0.5,
            "the address of %s is looked up once, when nginx loads".formatted(name),
            (resolver
                    ? "The resolver directive is for names from variables only; this one is literal. "
                    : "")
                + "After the backend has moved to another address nginx goes on dialling the old one until it is"
                + " reloaded.")
        .at(Place.of(hop.by().head()))
        .mendedBy(
            Fix.manual(
                "reload nginx when the backend moves, or name it through a variable (set $backend %s;) with a resolver"
                    .formatted(name)));
  }
}
