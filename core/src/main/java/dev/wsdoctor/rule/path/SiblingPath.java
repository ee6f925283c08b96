package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.List;
import java.util.Optional;

/// What belongs to the socket is asked for elsewhere: SockJS's `info` or SignalR's `negotiate` has
/// a location below the socket's, and its URI part keeps words that the socket's takes away.
final class SiblingPath {
  /// What stands for what, without the words that stay: `/app/ws/info` to `/ws/info` is `/app` to
  /// nothing.
  private record Mapping(String from, String to) {
    static Mapping of(String name, String uri) {
      String from = name.replaceFirst("/$", "");
      String to = uri.replaceFirst("/$", "");
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

    String apply(String name) {
      return to + name.substring(from.length());
    }
  }

  private SiblingPath() {}

  static Optional<Fault> of(SentPath path) {
    return path.location()
        .filter(own -> path.isReplaced() && maps(own))
        .flatMap(
            own ->
                path.hop().decision().server().stream()
                    .flatMap(SocketLocations::proxying)
                    .filter(SiblingPath::maps)
                    .filter(inner -> isBelow(inner, own) && haveOneOrigin(inner, path.pass()))
                    .flatMap(inner -> fault(path, own, inner).stream())
                    .findFirst());
  }

  private static boolean maps(Location location) {
    return !location.isRegex()
        && location.kind() != Location.Kind.NAMED
        && SocketLocations.proxyPass(location)
            .filter(pass -> !pass.parameter().contains("$"))
            .filter(pass -> !uri(pass).isEmpty())
            .isPresent();
  }

  private static boolean isBelow(Location inner, Location own) {
    return inner.name().startsWith(own.name().replaceFirst("/$", "") + "/")
        && !inner.name().equals(own.name())
        && !SocketLocations.isOne(inner);
  }

  private static boolean haveOneOrigin(Location inner, Directive pass) {
    return SocketLocations.proxyPass(inner)
        .filter(other -> SocketLocations.origin(other).equals(SocketLocations.origin(pass)))
        .isPresent();
  }

  private static String uri(Directive pass) {
    return pass.parameter().substring(SocketLocations.origin(pass).length());
  }

  private static Optional<Fault> fault(SentPath path, Location own, Location inner) {
    Directive pass = path.pass();
    Mapping mapping = Mapping.of(inner.name(), uri(SocketLocations.proxyPass(inner).orElseThrow()));
    boolean comparable = own.name().startsWith(mapping.from());
    String uri = comparable ? mapping.apply(own.name()) : "";
    if (!comparable || uri.isEmpty() || uri.equals(uri(pass))) {
      return Optional.empty();
    }
    String url = SocketLocations.origin(pass) + uri;
    return Optional.of(
        new Fault(
            pass,
            path.sent(),
            Severity.ERROR,
            0.84,
            "%s, of the same server, belongs to this socket and is asked for below %s."
                .formatted(BlockTitle.withPlace(inner.directive()), uri),
            Fix.review("proxy to " + url, List.of(new Edit(pass.parameterRange(0), url)))));
  }
}
