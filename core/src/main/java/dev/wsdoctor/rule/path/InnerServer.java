package dev.wsdoctor.rule.path;

import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The server behind is one of this nginx, too: it has a location for sockets under the path as it
/// was, or without the name of the location in front, and none for what it is asked for.
final class InnerServer {
  private static final String WHY =
      "The server behind is of this nginx too: it has a location for the path %s, and none for this one.";

  private InnerServer() {}

  static Stream<Wish> of(Subject subject, SentPath path) {
    List<Hop> hops = subject.hops();
    if (hops.size() == 1) {
      return Stream.of();
    }
    int next = hops.indexOf(path.hop()) + 1;
    return next < hops.size()
        ? Stream.concat(changed(subject, path, hops.get(next)), kept(subject, path, hops.get(next)))
        : Stream.of();
  }

  private static Stream<Wish> changed(Subject subject, SentPath path, Hop inner) {
    String asked = path.asked();
    boolean lost =
        !path.sent().equals(asked)
            && serves(subject, inner, asked)
            && !serves(subject, inner, inner.request().target());
    return lost
        ? Stream.of(
            Wish.of(asked, 0.97, WHY.formatted("as the client sent it"))
                .orElse("take out the rewrite, or the variable, that changes the path"))
        : Stream.of();
  }

  private static Stream<Wish> kept(Subject subject, SentPath path, Hop inner) {
    String asked = path.asked();
    String name = path.bareName();
    boolean kept =
        name.matches("/[\\w./-]+")
            && asked.startsWith(name + "/")
            && inner.proxied().isEmpty()
            && path.sent().equals(asked)
            && !serves(subject, inner, asked)
            && serves(subject, inner, asked.substring(name.length()));
    return kept
        ? Stream.of(Wish.of(asked.substring(name.length()), 0.97, WHY.formatted("without " + name)))
        : Stream.of();
  }

  private static boolean serves(Subject subject, Hop inner, String target) {
    Optional<Location> found =
        inner.decision().server().flatMap(server -> subject.nginx().locate(server, target));
    return found
        .filter(location -> !SocketLocations.isFallback(location))
        .filter(SocketLocations::isOne)
        .isPresent();
  }
}
