package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
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

/// The limits allow more tunnels than there are local ports towards the backend.
public final class UpstreamPortsExhausted implements Rule {
  /// Linux hands out 32768 to 60999 for each destination (ip_local_port_range).
  private static final int PORTS = 28_232;

  @Override
  public String id() {
    return "upstream-ports-exhausted";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    Optional<Directive> files = subject.configuration().body("worker_rlimit_nofile").findFirst();
    return subject
        .proxied()
        .filter(hop -> files.isPresent() && hop.scope().setting("proxy_bind").isEmpty())
        .filter(hop -> tunnels(subject, files.get()) > ports(hop))
        .limit(1)
        .map(hop -> finding(hop, tunnels(subject, files.get())))
        .toList();
  }

  /// How many tunnels the workers may hold: each takes two connections and two files.
  private static long tunnels(Subject subject, Directive files) {
    long connections =
        subject
            .configuration()
            .body("events")
            .flatMap(events -> events.body("worker_connections"))
            .map(UpstreamPortsExhausted::number)
            .findFirst()
            .orElse(512L);
    long workers =
        subject
            .configuration()
            .body("worker_processes")
            .map(UpstreamPortsExhausted::number)
            .findFirst()
            .orElse(1L);
    return Math.max(1, workers) * Math.min(connections, number(files)) / 2;
  }

  /// None for `auto`, which is at least one.
  private static long number(Directive line) {
    return Quantities.number(line.parameter()).orElse(0);
  }

  private static long ports(Outcome.Proxied hop) {
    List<Upstream.Peer> peers = hop.target().upstream().map(Peers::ofFirstChoice).orElse(List.of());
    boolean counted = !peers.isEmpty() && peers.stream().allMatch(peer -> peer.port() > 0);
    return counted ? (long) PORTS * peers.size() : Long.MAX_VALUE;
  }

  private Finding finding(Outcome.Proxied hop, long tunnels) {
    boolean far = tunnels > 2 * ports(hop);
    return Finding.of(
            id(),
            far ? Severity.WARNING : Severity.NOTE,
            far ? 0.45 : 0.3,
            "the limits allow %s tunnels, and there are local ports for %s"
                .formatted(tunnels, ports(hop)),
            "Each tunnel takes a local port of its own towards the backend's address, of which Linux has 28232 by"
                + " default; then nginx answers 502 (\"connect() ... failed (99: Cannot assign requested address)\").")
        .at(Place.of(hop.by().head()))
        .mendedBy(
            Fix.manual(
                "give the backend more addresses or a unix socket, widen net.ipv4.ip_local_port_range, or spread the"
                    + " sources with proxy_bind"));
  }
}
