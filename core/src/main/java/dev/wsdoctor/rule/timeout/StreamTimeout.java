package dev.wsdoctor.rule.timeout;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.StreamProxy;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Subject;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// The idle limit of a `stream` server in front of the http one.
record StreamTimeout(StreamProxy proxy) {
  /// Of every hop that is one.
  static Stream<StreamTimeout> all(Subject subject) {
    return subject.hops().stream().flatMap(hop -> of(subject, hop).stream());
  }

  static Optional<StreamTimeout> of(Subject subject, Hop hop) {
    return hop.isStream()
        ? subject.nginx().stream(hop.connection()).map(StreamTimeout::new)
        : Optional.empty();
  }

  Duration limit() {
    return proxy.timeout().value();
  }

  /// The line that sets it; absent where it is nginx's default.
  Optional<Directive> line() {
    return proxy.timeout().directive();
  }
}
