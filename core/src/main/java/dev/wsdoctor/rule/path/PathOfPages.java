package dev.wsdoctor.rule.path;

import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.Optional;

/// An ordinary request for the same path loses the location's name on its way to the same backend,
/// and the socket keeps it: whatever tells the two apart, an `if`, a `map` or an `error_page`.
final class PathOfPages {
  private PathOfPages() {}

  static Optional<Fault> of(Subject subject, SentPath path) {
    String asked = path.asked();
    boolean kept = path.sent().equals(asked);
    return subject
        .entered(path.hop())
        .or(path::location)
        .filter(_ -> kept && subject.target().webSocket())
        .filter(location -> !location.isRegex() && location.kind() != Location.Kind.NAMED)
        .map(location -> location.name().replaceFirst("/$", ""))
        .filter(name -> !name.isEmpty() && asked.startsWith(name + "/"))
        .flatMap(
            name ->
                ofPage(subject, path)
                    .filter(page -> page.equals(asked.substring(name.length())))
                    .flatMap(page -> fault(subject, path, name, page)));
  }

  /// What the same backend is asked for without Upgrade.
  private static Optional<String> ofPage(Subject subject, SentPath path) {
    Request socket = path.hop().request();
    Fields fields = socket.fields().without("Upgrade").without("Connection");
    Request page = new Request(socket.method(), socket.target(), socket.version(), fields);
    return subject
        .nginx()
        .decide(path.hop().connection(), page, subject.files())
        .proxied()
        .filter(
            other -> SocketLocations.origin(other.by()).equals(SocketLocations.origin(path.pass())))
        .filter(other -> other.sent().target().isKnown())
        .map(other -> other.sent().target().text());
  }

  private static Optional<Fault> fault(Subject subject, SentPath path, String name, String page) {
    Fault found =
        new Fault(
            path.pass(),
            path.asked(),
            Severity.ERROR,
            0.84,
            "The same server is asked for ordinary requests of this path without %s, and for sockets with it."
                .formatted(name),
            Fix.manual("let the backend be asked for " + page));
    return PathMend.of(subject, path, WantedTarget.of(page), found);
  }
}
