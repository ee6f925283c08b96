package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
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
  /// What `Authorization` carries where `auth_basic` asks for credentials and the question gives
  /// none: whoever asks why a socket fails has some.
  public static final String ASSUMED_CREDENTIALS = "Basic dXNlcjpwYXNzd29yZA==";

  /// Whether the request gets in only because its credentials are assumed.
  public boolean hasAssumedCredentials() {
    return request.fields().all("Authorization").contains(ASSUMED_CREDENTIALS);
  }

  /// Whether `stream` takes the connection, so that this hop passes bytes and reads no request.
  public boolean isStream() {
    return decision.outcome() instanceof Outcome.Handled(String module, Directive _)
        && module.equals("stream");
  }

  /// The `grpc_pass` that takes the request: it speaks HTTP/2 and nothing else.
  public Optional<Directive> grpcPass() {
    return decision.outcome() instanceof Outcome.Handled(String module, Directive by)
            && module.equals("grpc")
        ? Optional.of(by)
        : Optional.empty();
  }

  public Optional<Outcome.Proxied> proxied() {
    return decision.proxied();
  }
}
