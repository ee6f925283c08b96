package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.Optional;
import java.util.stream.Stream;

/// An ordinary request for the same path goes to the same backend with another beginning, and the
/// socket's path as it came: whatever tells the two apart, an `if`, a `map` or an `error_page`.
final class OrdinaryRequest {
  private OrdinaryRequest() {}

  static Stream<Wish> of(Subject subject, SentPath path) {
    boolean kept = path.sent().equals(path.asked()) && subject.target().webSocket();
    return Stream.of(path)
        .filter(_ -> kept)
        .flatMap(_ -> Stream.concat(Stream.of(), sent(subject, path).stream()))
        .filter(page -> isStripped(subject, path, page))
        .map(
            page ->
                Wish.of(
                    page,
                    0.84,
                    "The same server is asked for ordinary requests of this path as %s, and for sockets as it came."
                        .formatted(page)));
  }

  /// What the same backend is asked for without Upgrade.
  private static Optional<String> sent(Subject subject, SentPath path) {
    Request socket = path.hop().request();
    Fields fields = socket.fields().without("Upgrade").without("Connection");
    Request page = new Request(socket.method(), socket.target(), socket.version(), fields);
    return subject
        .nginx()
        .decide(path.hop().connection(), page, subject.files())
        .proxied()
        .filter(other -> SocketLocations.origin(other.by()).equals(path.origin()))
        .filter(other -> other.sent().target().isKnown())
        .map(other -> other.sent().target().text())
        .or(() -> aroundTheIf(path));
  }

  /// An `if` of the location: `proxy_pass` in it has no URI part, and the one around has.
  private static Optional<String> aroundTheIf(SentPath path) {
    return path.prefix()
        .filter(_ -> path.proxied().scope().block().is("if"))
        .flatMap(SocketLocations::proxyPass)
        .filter(page -> !page.parameter().contains("$"))
        .filter(page -> SocketLocations.origin(page).equals(path.origin()))
        .map(page -> uri(page))
        .filter(uri -> !uri.isEmpty())
        .map(uri -> uri + path.rest() + path.askedQuery());
  }

  private static String uri(Directive pass) {
    return pass.parameter().substring(SocketLocations.origin(pass).length());
  }

  /// Whether the page's path ends like the socket's, behind the name of the location.
  private static boolean isStripped(Subject subject, SentPath path, String page) {
    String name =
        subject
            .entered(path.hop())
            .or(path::location)
            .filter(own -> !own.isRegex() && own.kind() != Location.Kind.NAMED)
            .map(own -> own.name().replaceFirst("/$", ""))
            .orElse("");
    return !name.isEmpty()
        && path.asked().startsWith(name + "/")
        && page.endsWith(path.asked().substring(name.length()))
        && !page.equals(path.asked());
  }
}
