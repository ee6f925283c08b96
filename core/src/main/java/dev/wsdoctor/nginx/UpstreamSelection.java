package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Upstream.Peer;
import java.util.List;
import java.util.Optional;

/// Finds the servers behind the host of a `proxy_pass` (`ngx_http_upstream_init_request`).
final class UpstreamSelection {
  /// Peers to send to, or the status that nginx answers instead, why, and what its error log says.
  sealed interface Selected {
    record Usable(ProxyTarget target) implements Selected {}

    record Unusable(int status, String why, String said) implements Selected {}
  }

  private static final int BAD_GATEWAY = 502;

  private UpstreamSelection() {}

  static Selected select(
      RequestState state, Directive by, ProxyUrl url, ComplexValue template, Value written) {
    Optional<Upstream> block =
        url.hasNoPort() ? state.nginx.upstream(url.host()) : Optional.empty();
    if (block.isPresent()) {
      return named(state, url, block.get());
    }
    boolean addressed =
        template.isConstant()
            || url.isUnix()
            || IpAddress.parse(url.host()).isPresent()
            || (written.isKnown() && state.nginx.hasLiteral(url));
    return addressed ? literal(state, by, url) : atRunTime(state, by, url, written);
  }

  private static Selected named(RequestState state, ProxyUrl url, Upstream upstream) {
    if (!state.truth.isRunning() && upstream.peers().stream().allMatch(Peer::down)) {
      return new Selected.Unusable(
          BAD_GATEWAY,
          "no live upstreams: every server of upstream " + upstream.name() + " is down",
          "no live upstreams");
    }
    if (state.explains()) {
      state.step(
          Phase.UPSTREAM,
          "upstream " + upstream.name() + " has " + peers(upstream.peers()),
          "proxy_pass names it",
          upstream.directive());
    }
    return usable(url, Optional.of(upstream), false);
  }

  private static String peers(List<Peer> peers) {
    Peer first = peers.getFirst();
    String title = first.address() + (first.port() == 0 ? "" : ":" + first.port());
    return peers.size() == 1 ? title : title + " and " + (peers.size() - 1) + " more";
  }

  private static Selected literal(RequestState state, Directive by, ProxyUrl url) {
    Upstream single = Upstreams.literal(url, by);
    if (state.explains()) {
      state.step(
          Phase.UPSTREAM, "the upstream is " + peers(single.peers()), "proxy_pass gives it", by);
    }
    return usable(url, Optional.of(single), false);
  }

  private static Selected atRunTime(RequestState state, Directive by, ProxyUrl url, Value written) {
    if (!written.isKnown() && url.host().contains("$")) {
      state.choices.assume("the upstream " + url.host() + " (" + by.where() + ") can be reached");
      return usable(url, Optional.empty(), true, written);
    }
    Optional<Directive> resolver = state.scope().setting("resolver");
    if (resolver.isEmpty()) {
      return new Selected.Unusable(
          BAD_GATEWAY,
          "no resolver defined to resolve "
              + url.host()
              + ": proxy_pass has variables, so nginx looks the name up for each request",
          "no resolver defined to resolve " + url.host());
    }
    state.step(
        Phase.UPSTREAM,
        url.host() + " is looked up for each request",
        "proxy_pass has variables, and no upstream has that name",
        resolver.get());
    return usable(url, Optional.empty(), true, written);
  }

  private static Selected usable(
      ProxyUrl url, Optional<Upstream> upstream, boolean resolvedAtRunTime) {
    return new Selected.Usable(
        new ProxyTarget(url.tls(), Value.of(url.host()), url.port(), upstream, resolvedAtRunTime));
  }

  private static Selected usable(
      ProxyUrl url, Optional<Upstream> upstream, boolean resolvedAtRunTime, Value written) {
    Value host =
        written instanceof Value.Unknown(String _, String why)
            ? new Value.Unknown(url.host(), why)
            : Value.of(url.host());
    return new Selected.Usable(
        new ProxyTarget(url.tls(), host, url.port(), upstream, resolvedAtRunTime));
  }
}
