package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Upstream.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A `server` of `stream` that passes the bytes of a connection on (`ngx_stream_proxy_module`).
/// `address` is the evaluated `proxy_pass`; with `ssl_preread` it may depend on the name that the
/// client asks for. `endsTls`: TLS ends here, so that what goes on is plain. `timeout` is the idle
/// limit of both directions, 10 minutes by default.
public record StreamProxy(
    Directive server,
    Optional<Directive> by,
    Value address,
    List<Peer> peers,
    boolean endsTls,
    Tunnel.Limit<Duration> timeout) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

  public StreamProxy {
    peers = List.copyOf(peers);
  }

  static StreamProxy of(Nginx stream, Server server, Connection connection) {
    Optional<Directive> pass = server.scope().setting("proxy_pass");
    Request none = new Request("", "", "", Fields.NONE);
    RequestState state =
        new RequestState(
            stream, connection, none, FileView.UNKNOWN, new Choices(List.of()), Truth.UNKNOWN);
    state.select(server);
    Value address =
        pass.map(d -> ComplexValue.of(d.parameter()).evaluate(state)).orElse(Value.of(""));
    boolean endsTls =
        server.listens().stream()
            .anyMatch(listen -> listen.ssl() && listen.port() == connection.port());
    return new StreamProxy(
        server.directive(),
        pass,
        address,
        address.isKnown() ? peers(stream, address.text()) : List.of(),
        endsTls,
        timeout(server.scope()));
  }

  private static List<Peer> peers(Nginx stream, String address) {
    Optional<Upstream> group = stream.upstream(address);
    if (group.isPresent()) {
      return group.get().peers();
    }
    return ProxyUrl.parse("http://" + address) instanceof ProxyUrl.Parsed.Valid(ProxyUrl url)
        ? List.of(new Peer(url.host(), url.port(), 1, false, false, Optional.empty()))
        : List.of();
  }

  private static Tunnel.Limit<Duration> timeout(Scope scope) {
    Optional<Directive> setting = scope.setting("proxy_timeout");
    long usual = DEFAULT_TIMEOUT.toMillis();
    long time =
        setting.map(d -> Quantities.milliseconds(d.parameter()).orElse(usual)).orElse(usual);
    return new Tunnel.Limit<>(Duration.ofMillis(time), setting);
  }
}
