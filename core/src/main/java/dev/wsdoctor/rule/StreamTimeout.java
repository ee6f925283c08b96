package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import java.time.Duration;
import java.util.Optional;

/// The idle limit that a `stream` server in front of the http one is given.
record StreamTimeout(Duration limit, Directive directive) {
  static Optional<StreamTimeout> of(Subject subject) {
    return subject.hops().stream()
        .filter(Hop::isStream)
        .flatMap(hop -> subject.nginx().stream(hop.connection()).stream())
        .flatMap(
            proxy ->
                proxy.timeout().directive().stream()
                    .map(line -> new StreamTimeout(proxy.timeout().value(), line)))
        .findFirst();
  }
}
