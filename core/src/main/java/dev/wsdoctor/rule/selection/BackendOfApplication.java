package dev.wsdoctor.rule.selection;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.application.Signs;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Upstream.Peer;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A location that leads to the port of the application that the URL's path belongs to, while the
/// one that takes the request leads to another: then the path was meant to go there.
final class BackendOfApplication {
  private static final Pattern PORT = Pattern.compile("^https?://[^/]*:(\\d{1,5})$");

  private BackendOfApplication() {}

  /// Of that server, unnamed ones only.
  static Optional<Location> in(Subject subject, VirtualServer server) {
    return SocketLocations.proxying(server)
        .filter(location -> location.kind() != Location.Kind.NAMED)
        .filter(location -> isOne(subject, location))
        .findFirst();
  }

  /// One backend is its own neighbour most of the time, and then no application has to be known.
  private static boolean isOne(Subject subject, Location other) {
    Optional<Outcome.Proxied> taken = subject.last().proxied();
    if (taken.isEmpty() || leadToTheSame(taken.get().by(), other)) {
      return false;
    }
    List<Integer> own =
        subject
            .application()
            .map(Recognition::profile)
            .map(BackendOfApplication::ports)
            .orElse(List.of());
    return SocketLocations.proxyPass(other)
            .filter(pass -> ports(subject, pass).anyMatch(own::contains))
            .isPresent()
        && ports(subject, taken.get().by()).noneMatch(own::contains);
  }

  private static boolean leadToTheSame(Directive pass, Location other) {
    return SocketLocations.proxyPass(other)
        .map(SocketLocations::origin)
        .filter(SocketLocations.origin(pass)::equals)
        .isPresent();
  }

  private static List<Integer> ports(ApplicationProfile profile) {
    return profile.signs().ports().stream()
        .filter(port -> !port.common())
        .map(Signs.Port::number)
        .toList();
  }

  private static Stream<Integer> ports(Subject subject, Directive pass) {
    String origin = SocketLocations.origin(pass);
    Matcher written = PORT.matcher(origin);
    if (written.matches()) {
      return Stream.of(Integer.valueOf(written.group(1)));
    }
    return subject.nginx().upstream(origin.replaceFirst("^https?://", "")).stream()
        .flatMap(group -> group.peers().stream())
        .map(Peer::port);
  }
}
