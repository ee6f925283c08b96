package dev.wsdoctor.gateway.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// What a `server` line of an upstream says beside what [Upstream.Peer] has
/// (`ngx_http_upstream_server`).
///
/// @param name the address as written
record ServerLine(String name, Peer.Limits limits) {
  static ServerLine of(Upstream.Peer server) {
    return server
        .directive()
        .filter(d -> d.is("server"))
        .map(ServerLine::read)
        .orElseGet(() -> new ServerLine(server.address(), Peer.Limits.DEFAULT));
  }

  private static ServerLine read(Directive server) {
    Peer.Limits usual = Peer.Limits.DEFAULT;
    long maxFails = usual.maxFails();
    long maxConnections = usual.maxConnections();
    long failTimeout = usual.failTimeout().toSeconds();
    List<String> parameters = server.parameters();
    for (String parameter : parameters.subList(1, parameters.size())) {
      int equals = parameter.indexOf('=');
      String value = parameter.substring(equals + 1);
      switch (parameter.substring(0, Math.max(equals, 0))) {
        case "max_fails" -> maxFails = number(Quantities.number(value), maxFails);
        case "max_conns" -> maxConnections = number(Quantities.number(value), maxConnections);
        case "fail_timeout" -> failTimeout = number(Quantities.seconds(value), failTimeout);
        default -> {}
      }
    }
    Peer.Limits limits =
        new Peer.Limits((int) maxFails, (int) maxConnections, Duration.ofSeconds(failTimeout));
    return new ServerLine(server.parameter(), limits);
  }

  private static long number(OptionalLong read, long otherwise) {
    return Math.min(read.orElse(otherwise), Integer.MAX_VALUE);
  }
}
