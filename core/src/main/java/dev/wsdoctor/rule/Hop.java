package dev.wsdoctor.rule;

import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import java.util.Optional;

/// One pass of the request through this nginx: how it comes in and what is decided. A server that
/// proxies to another server of the same configuration makes two.
///
/// A later hop is judged on the handshake it should have got, so that its own faults show even when
/// the hop before spoils the request.
public record Hop(Connection connection, Request request, Decision decision) {
  public Optional<Outcome.Proxied> proxied() {
    return decision.proxied();
  }
}
