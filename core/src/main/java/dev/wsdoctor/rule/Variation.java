package dev.wsdoctor.rule;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Outcome;
import java.util.Locale;
import java.util.Optional;

/// What the last hop would do with another request to the same target: a location may be guarded by
/// an `if`, or entered by a field alone.
final class Variation {
  private Variation() {}

  /// An ordinary request, with nothing of a handshake.
  static Optional<Outcome.Proxied> page(Subject subject) {
    Fields plain =
        new Fields(
            subject.last().request().fields().lines().stream()
                .filter(field -> !field.isNamed("Upgrade") && !field.isNamed("Connection"))
                .filter(field -> !isOfSockets(field.name()))
                .toList());
    return decided(subject, plain);
  }

  private static boolean isOfSockets(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("sec-websocket-");
  }

  /// A request that asks for another protocol.
  static Optional<Outcome.Proxied> upgrade(Subject subject, String protocol) {
    return decided(subject, subject.last().request().fields().with("Upgrade", protocol));
  }

  private static Optional<Outcome.Proxied> decided(Subject subject, Fields fields) {
    Hop last = subject.last();
    Request asked = last.request();
    return subject
        .nginx()
        .decide(
            last.connection(),
            new Request(asked.method(), asked.target(), asked.version(), fields),
            subject.files())
        .proxied();
  }
}
