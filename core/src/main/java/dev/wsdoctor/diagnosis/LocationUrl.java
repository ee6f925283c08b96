package dev.wsdoctor.diagnosis;

import dev.wsdoctor.application.Applications;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.SocketPath;
import dev.wsdoctor.sandbox.Sandbox;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A URL that a client would open to get to a location, as far as the configuration tells one.
final class LocationUrl {
  static final String LOOPBACK = "127.0.0.1";

  /// Locations of one server that may lead to another one.
  private static final int MOST_TRIED = 50;

  /// Causes that a URL has, or a client that does not say who it is.
  private static final Set<String> OF_THE_CLIENT =
      Set.of("access-refused", "client-url-mismatch", "no-location-for-path");

  /// Paths of sockets that name their application, as the table writes them, read when first asked.
  private static final class KnownPaths {
    static final List<String> ALL =
        Applications.all().stream()
            .flatMap(profile -> profile.signs().sockets().stream())
            .filter(socket -> !socket.common())
            .map(socket -> socket.path().text())
            .toList();
  }

  private LocationUrl() {}

  /// Whether the cause may be no more than that the URL was made up: nginx may want what only a
  /// real client has, and behind a second hop only some paths below the location may lead on.
  static boolean isBlamedBy(Finding cause) {
    return OF_THE_CLIENT.contains(cause.id());
  }

  /// Nothing where only a pattern tells the name or the path and what was made of it leads
  /// elsewhere, or where no client can dial.
  static Optional<Target> of(Nginx nginx, VirtualServer server, Location location) {
    return listen(server)
        .flatMap(
            listen ->
                sample(nginx, server, location)
                    .flatMap(path -> target(nginx, server, listen, path)));
  }

  private static Optional<Target> target(
      Nginx nginx, VirtualServer server, Listen listen, String path) {
    Optional<String> literal = name(server);
    return Stream.of(literal, sampleName(server), unnamed(server, listen))
        .flatMap(Optional::stream)
        .map(host -> new Target(true, isTls(server, listen), host, listen.port(), path))
        .filter(target -> literal.isPresent() || leadsTo(nginx, server, target))
        .findFirst();
  }

  /// The listener that clients are meant to use: the one with TLS, if there is one.
  private static Optional<Listen> listen(VirtualServer server) {
    return server.listens().stream()
        .filter(listen -> !listen.address().startsWith("unix:") && !listen.quic())
        .min(Comparator.comparing(listen -> !isTls(server, listen)));
  }

  /// `listen ... ssl`, or `ssl on` of old for all of a server's listeners.
  static boolean isTls(VirtualServer server, Listen listen) {
    return listen.ssl() || server.scope().flag("ssl", false);
  }

  private static Optional<String> sample(Nginx nginx, VirtualServer server, Location location) {
    Optional<String> own =
        SocketLocations.isInternal(location) ? Optional.empty() : own(nginx, server, location);
    return own.or(() -> leading(nginx, server, location));
  }

  /// The path of another location from which a handshake is led here within nginx.
  private static Optional<String> leading(Nginx nginx, VirtualServer server, Location location) {
    return server
        .everyLocation()
        .filter(from -> from.kind() != Location.Kind.NAMED && !SocketLocations.isInternal(from))
        .limit(MOST_TRIED)
        .flatMap(from -> own(nginx, server, from).stream())
        .filter(path -> isLed(nginx, server, location, path))
        .findFirst();
  }

  private static boolean isLed(Nginx nginx, VirtualServer server, Location location, String path) {
    return listen(server)
        .flatMap(listen -> target(nginx, server, listen, path))
        .flatMap(target -> decided(nginx, target).location())
        .filter(location::equals)
        .isPresent();
  }

  private static Optional<String> own(Nginx nginx, VirtualServer server, Location location) {
    return switch (location.kind()) {
      case EXACT -> path(location);
      case PREFIX, PREFERENTIAL -> path(location).map(name -> below(nginx, server, location, name));
      case REGEX, REGEX_CASELESS -> matching(nginx, server, location);
      case NAMED ->
          sending(server.locations(), location.name())
              .filter(from -> from.kind() != Location.Kind.NAMED)
              .flatMap(from -> sample(nginx, server, from).stream())
              .findFirst();
    };
  }

  /// `location /socket.io` is made for `/socket.io/`, which is what its clients ask for.
  private static String below(Nginx nginx, VirtualServer server, Location location, String name) {
    String slashed = name + "/";
    boolean known = KnownPaths.ALL.contains(slashed) && !KnownPaths.ALL.contains(name);
    return known && nginx.locate(server, slashed).filter(location::equals).isPresent()
        ? slashed
        : name;
  }

  /// Of what a pattern takes, a path that looks like a socket's, if there is one.
  private static Optional<String> matching(Nginx nginx, VirtualServer server, Location location) {
    Predicate<String> leads =
        path -> nginx.locate(server, path).filter(location::equals).isPresent();
    List<String> paths = SampleText.paths(location.name()).filter(leads).toList();
    return paths.stream()
        .filter(SocketPath::looksLikeOne)
        .findFirst()
        .or(() -> paths.stream().flatMap(LocationUrl::known).filter(leads).findFirst())
        .or(() -> paths.stream().findFirst());
  }

  /// Paths of applications that have this text within a word: `.io` is that of `/socket.io/`.
  private static Stream<String> known(String path) {
    String text = path.substring(1);
    return text.matches("[._-].*[a-z].*")
        ? KnownPaths.ALL.stream()
            .filter(socket -> socket.matches(".*[a-z0-9]" + Pattern.quote(text) + ".*"))
        : Stream.empty();
  }

  /// The locations that hand requests to a named one.
  private static Stream<Location> sending(List<Location> locations, String name) {
    return locations.stream()
        .flatMap(
            from ->
                Stream.concat(
                    Stream.of(from).filter(location -> sendsTo(location, name)),
                    sending(from.nested(), name)));
  }

  private static boolean sendsTo(Location location, String name) {
    return Stream.of("try_files", "error_page")
        .flatMap(directive -> location.scope().own(directive).stream())
        .anyMatch(directive -> directive.parameters().contains(name));
  }

  private static boolean leadsTo(Nginx nginx, VirtualServer server, Target target) {
    return decided(nginx, target)
        .server()
        .filter(chosen -> chosen.directive().equals(server.directive()))
        .isPresent();
  }

  private static Decision decided(Nginx nginx, Target target) {
    return nginx.decide(
        Sandbox.connection(target), Sandbox.request(target, Fields.NONE), FileView.EMPTY);
  }

  /// One that a regular expression would take.
  private static Optional<String> sampleName(VirtualServer server) {
    return server.names().stream()
        .filter(name -> name.startsWith("~"))
        .flatMap(name -> SampleText.name(name.substring(1)).stream())
        .findFirst();
  }

  /// For a server without a name that says anything, its address.
  private static Optional<String> unnamed(VirtualServer server, Listen listen) {
    return server.names().stream().noneMatch(name -> name.startsWith("~"))
        ? Optional.of(address(listen))
        : Optional.empty();
  }

  static String address(Listen listen) {
    return switch (listen.address()) {
      case "*" -> LOOPBACK;
      case "[::]" -> "::1";
      default -> listen.address();
    };
  }

  /// The first name that a client could type.
  static Optional<String> name(VirtualServer server) {
    return server.names().stream()
        .map(name -> name.startsWith("*.") ? "any" + name.substring(1) : name)
        .map(name -> name.startsWith(".") ? name.substring(1) : name)
        .map(name -> name.endsWith(".*") ? name.substring(0, name.length() - 1) + "example" : name)
        .filter(name -> name.matches("[A-Za-z0-9.-]+"))
        .findFirst();
  }

  /// A path that is sure to lead there exists only where the name is no pattern.
  static Optional<String> path(Location location) {
    return switch (location.kind()) {
      case PREFIX, EXACT, PREFERENTIAL ->
          Optional.of(location.name()).filter(name -> name.matches("/[!-~&&[^%?#]]*"));
      case REGEX, REGEX_CASELESS, NAMED -> Optional.empty();
    };
  }
}
