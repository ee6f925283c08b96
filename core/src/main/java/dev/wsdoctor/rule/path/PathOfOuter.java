package dev.wsdoctor.rule.path;

import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.Optional;

/// What the location around a socket's would send for the same path: it leads to the same server
/// and takes its name away, by whatever means.
final class PathOfOuter {
  private PathOfOuter() {}

  static Optional<String> sent(Subject subject, SentPath path) {
    String origin = SocketLocations.origin(path.pass());
    String own = path.location().map(Location::name).orElse("");
    return path.hop().decision().server().stream()
        .flatMap(
            server ->
                SocketLocations.proxying(server)
                    .filter(outer -> isAround(outer, own))
                    .flatMap(
                        outer ->
                            subject
                                .nginx()
                                .decideIn(
                                    server,
                                    outer,
                                    path.hop().connection(),
                                    path.hop().request(),
                                    subject.files())
                                .proxied()
                                .stream()))
        .filter(other -> SocketLocations.origin(other.by()).equals(origin))
        .filter(other -> other.sent().target().isKnown())
        .map(other -> other.sent().target().text())
        .findFirst();
  }

  private static boolean isAround(Location outer, String own) {
    return !outer.isRegex()
        && outer.kind() != Location.Kind.NAMED
        && outer.kind() != Location.Kind.EXACT
        && outer.name().length() > 1
        && own.length() > outer.name().length()
        && own.startsWith(outer.name());
  }
}
