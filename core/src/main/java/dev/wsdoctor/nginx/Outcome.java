package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.Optional;

/// How nginx ends a request.
public sealed interface Outcome {
  /// It goes to an upstream over HTTP. `upgradable`: a 101 from there becomes a tunnel.
  record Proxied(
      Directive by, Scope scope, ProxyTarget target, Sent sent, Tunnel tunnel, boolean upgradable)
      implements Outcome {}

  /// nginx answers by itself with a status; `location` is the Location field of a redirect.
  record Answered(int status, Optional<Value> location, AnswerReason reason, Optional<Directive> by)
      implements Outcome {}

  /// A file is served, or the 404 of a missing one, or a directory's 403: `path` is where nginx
  /// looks.
  record Static(Value path, int status, Optional<Directive> by) implements Outcome {}

  /// Another module's handler takes it: fastcgi, uwsgi, scgi, grpc, memcached, stub_status, an
  /// unknown third-party handler.
  record Handled(String module, Directive by) implements Outcome {}

  /// The connection is closed without an answer (`return 444`, `ssl_reject_handshake`).
  record Closed(Directive by) implements Outcome {}

  /// No listener of this configuration takes the connection.
  record NotListening() implements Outcome {}

  /// TLS was spoken to a plain listener, or HTTP to a TLS one.
  record WrongProtocol(boolean listenerIsTls, Optional<Directive> by) implements Outcome {}

  /// The configuration does not load, so nothing is decided.
  record NotLoaded() implements Outcome {}
}
