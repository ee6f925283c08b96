package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.symptom.Symptoms;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The question that the next nginx on the way is asked: the request that the last hop of this one
/// sends, with the handshake's own fields as they ought to be.
final class Onwards {
  private static final Set<String> OF_THE_HANDSHAKE =
      Set.of("upgrade", "connection", "sec-websocket-key", "sec-websocket-version");

  private Onwards() {}

  /// Nothing where the request ends here, or goes to a unix socket, where no other machine listens.
  static Optional<CheckRequest> of(CheckRequest asked, Prediction prediction) {
    return prediction
        .subject()
        .last()
        .proxied()
        .flatMap(
            hop ->
                peer(hop)
                    .flatMap(peer -> target(asked.target().webSocket(), hop, peer))
                    .map(target -> question(asked, target, hop.sent())));
  }

  private static CheckRequest question(CheckRequest asked, Target target, Sent sent) {
    return new CheckRequest(
        target,
        asked.configuration(),
        Optional.empty(),
        fields(sent),
        asked.nginxBinary(),
        asked.nginxVersion(),
        true,
        asked.sandbox(),
        Symptoms.NONE);
  }

  private static Optional<Upstream.Peer> peer(Outcome.Proxied hop) {
    return hop.target().upstream().stream()
        .flatMap(group -> group.peers().stream())
        .filter(peer -> !peer.down() && !peer.address().startsWith("unix:"))
        .findFirst();
  }

  /// By the name that Host has, since that chooses the server; the port is the peer's.
  private static Optional<Target> target(
      boolean webSocket, Outcome.Proxied hop, Upstream.Peer peer) {
    Sent sent = hop.sent();
    String host =
        sent.first("Host")
            .map(field -> field.value().text().replaceFirst(":\\d+$", ""))
            .filter(name -> name.matches("[\\w.-]+"))
            .orElse(peer.address());
    return sent.target().isKnown()
        ? Optional.of(
            new Target(webSocket, hop.target().tls(), host, peer.port(), sent.target().text()))
        : Optional.empty();
  }

  private static Fields fields(Sent sent) {
    List<Field> lines =
        sent.fields().stream()
            .filter(field -> !OF_THE_HANDSHAKE.contains(field.name().toLowerCase(Locale.ROOT)))
            .map(field -> new Field(field.name(), field.value().text()))
            .toList();
    return new Fields(lines);
  }
}
