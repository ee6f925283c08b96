package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.sandbox.Sandbox;
import java.util.Comparator;
import java.util.Optional;

/// A URL that a client would open to get to a location, as far as the configuration tells one.
final class LocationUrl {
  static final String LOOPBACK = "127.0.0.1";

  private LocationUrl() {}

  /// Nothing where only a pattern tells the name or the path and what was made of it leads
  /// elsewhere, or where no client can dial.
  static Optional<Target> of(Nginx nginx, VirtualServer server, Location location) {
    return listen(server)
        .flatMap(
            listen ->
                sample(location)
                    .filter(
                        path ->
                            path(location).isPresent() || leadsTo(nginx, server, location, path))
                    .map(
                        path ->
                            new Target(
                                true, listen.ssl(), host(server, listen), listen.port(), path)))
        .filter(target -> name(server).isPresent() || isDefault(nginx, server, target));
  }

  /// The listener that clients are meant to use: the one with TLS, if there is one.
  private static Optional<Listen> listen(VirtualServer server) {
    return server.listens().stream()
        .filter(listen -> !listen.address().startsWith("unix:") && !listen.quic())
        .min(Comparator.comparing(listen -> !listen.ssl()));
  }

  private static String host(VirtualServer server, Listen listen) {
    return name(server).orElseGet(() -> address(listen));
  }

  private static Optional<String> sample(Location location) {
    return switch (location.kind()) {
      case PREFIX, EXACT, PREFERENTIAL -> path(location);
      case REGEX, REGEX_CASELESS -> SamplePath.of(location.name());
      case NAMED -> Optional.empty();
    };
  }

  private static boolean leadsTo(
      Nginx nginx, VirtualServer server, Location location, String path) {
    return nginx.locate(server, path).filter(location::equals).isPresent();
  }

  /// Whether a request without a name that any server has gets to this one.
  private static boolean isDefault(Nginx nginx, VirtualServer server, Target target) {
    return nginx
        .decide(Sandbox.connection(target), Sandbox.request(target, Fields.NONE), FileView.UNKNOWN)
        .server()
        .filter(chosen -> chosen.directive().equals(server.directive()))
        .isPresent();
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
