package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.stream.Stream;

/// What belongs to the socket is asked for elsewhere: SockJS's `info` or SignalR's `negotiate` has
/// a location below the socket's, and its URI part keeps words that the socket's takes away.
final class InnerLocation {
  /// What stands for what, without the words that stay: `/app/ws/info` to `/ws/info` is `/app` to
  /// nothing.
  private record Mapping(String from, String to) {
    static Mapping of(Location location) {
      String from = location.name().replaceFirst("/$", "");
      String to = uri(location).replaceFirst("/$", "");
      while (!lastWords(from).isEmpty() && lastWords(from).equals(lastWords(to))) {
        from = from.substring(0, from.length() - lastWords(from).length());
        to = to.substring(0, to.length() - lastWords(to).length());
      }
      return new Mapping(from, to);
    }

    private static String lastWords(String path) {
      int slash = path.lastIndexOf('/');
      return slash < 0 ? "" : path.substring(slash);
    }
  }

  private InnerLocation() {}

  static Stream<Wish> of(Subject subject, SentPath path) {
    return path
        .location()
        .filter(own -> path.isReplaced() ? maps(own) : path.matched().findAny().isPresent())
        .stream()
        .flatMap(
            own ->
                path.neighbours()
                    .filter(InnerLocation::maps)
                    .filter(inner -> inner.name().startsWith(path.bareName() + "/"))
                    .filter(inner -> !SocketLocations.isOne(inner))
                    .flatMap(inner -> below(path, own, inner)));
  }

  private static boolean maps(Location location) {
    return !location.isRegex()
        && location.kind() != Location.Kind.NAMED
        && SocketLocations.proxyPass(location)
            .filter(pass -> !pass.parameter().contains("$"))
            .filter(_ -> !uri(location).isEmpty())
            .isPresent();
  }

  private static String uri(Location location) {
    Directive pass = SocketLocations.proxyPass(location).orElseThrow();
    return pass.parameter().substring(SocketLocations.origin(pass).length());
  }

  private static Stream<Wish> below(SentPath path, Location own, Location inner) {
    Mapping mapping = Mapping.of(inner);
    boolean comparable = own.name().startsWith(mapping.from());
    String uri = comparable ? mapping.to() + own.name().substring(mapping.from().length()) : "";
    String wanted = uri + path.rest() + path.sentQuery();
    return uri.isEmpty() || wanted.equals(path.sent())
        ? Stream.of()
        : Stream.of(
            Wish.of(
                wanted,
                0.84,
                "%s, of the same server, belongs to this socket and is asked for below %s."
                    .formatted(BlockTitle.withPlace(inner.directive()), uri)));
  }
}
