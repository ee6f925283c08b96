package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.SentPath.Fault;
import java.util.Optional;

/// An ordinary request for the same path loses the location's name on its way to the same backend,
/// and the socket keeps it: whatever tells the two apart, an `if`, a `map` or an `error_page`.
final class PathOfPages {
  private PathOfPages() {}

  static Optional<Fault> of(Subject subject, Hop hop, Outcome.Proxied proxied) {
    String asked = hop.request().target();
    boolean kept = proxied.sent().target().text().equals(asked);
    return SentPath.entered(subject, hop)
        .or(() -> hop.decision().location())
        .filter(_ -> kept && subject.target().webSocket())
        .filter(location -> !location.isRegex() && location.kind() != Location.Kind.NAMED)
        .map(location -> location.name().replaceFirst("/$", ""))
        .filter(name -> !name.isEmpty() && asked.startsWith(name + "/"))
        .flatMap(
            name ->
                ofPage(subject, hop, proxied)
                    .filter(page -> page.equals(asked.substring(name.length())))
                    .flatMap(page -> fault(subject, hop, proxied, name, page)));
  }

  /// What the same backend is asked for without Upgrade.
  private static Optional<String> ofPage(Subject subject, Hop hop, Outcome.Proxied proxied) {
    Request socket = hop.request();
    Fields fields = socket.fields().without("Upgrade").without("Connection");
    Request page = new Request(socket.method(), socket.target(), socket.version(), fields);
    return subject
        .nginx()
        .decide(hop.connection(), page, subject.files())
        .proxied()
        .filter(
            other ->
                SocketLocations.origin(other.by()).equals(SocketLocations.origin(proxied.by())))
        .filter(other -> other.sent().target().isKnown())
        .map(other -> other.sent().target().text());
  }

  private static Optional<Fault> fault(
      Subject subject, Hop hop, Outcome.Proxied proxied, String name, String page) {
    Fault found =
        new Fault(
            proxied.by(),
            hop.request().target(),
            Severity.ERROR,
            0.84,
            "The same server is asked for ordinary requests of this path without %s, and for sockets with it."
                .formatted(name),
            Fix.manual("let the backend be asked for " + page));
    return PathMend.of(subject, hop, proxied, WantedTarget.of(page), found);
  }
}
