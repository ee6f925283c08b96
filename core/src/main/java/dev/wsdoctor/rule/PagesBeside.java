package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;

/// A server's shorter prefixes that take this socket's backend for pages: `/notifications/` beside
/// the `/notifications/hub` of the request.
public record PagesBeside(List<Location> locations) {
  public PagesBeside {
    locations = List.copyOf(locations);
  }

  public static PagesBeside of(Hop hop, Outcome.Proxied proxied) {
    String origin = SocketLocations.origin(proxied.by());
    return new PagesBeside(
        hop.decision().server().stream()
            .flatMap(SocketLocations::proxying)
            .filter(
                other -> hop.decision().location().filter(own -> isAbove(other, own)).isPresent())
            .filter(other -> SocketLocations.origin(pass(other)).equals(origin))
            .toList());
  }

  private static boolean isAbove(Location other, Location own) {
    return other.kind() == Location.Kind.PREFIX
        && !own.isRegex()
        && own.name().startsWith(other.name())
        && !own.name().equals(other.name())
        && !SocketLocations.isOne(other);
  }

  boolean exist() {
    return !locations.isEmpty();
  }

  /// Whether they come without their prefix: the backend is one that does not know it, as each
  /// container of Bitwarden serves its part of the site at its own root.
  public boolean areStripped() {
    return locations.stream()
        .anyMatch(page -> !uri(pass(page)).isEmpty() && !uri(pass(page)).equals(page.name()));
  }

  private static String uri(Directive pass) {
    return pass.parameter().substring(SocketLocations.origin(pass).length());
  }

  private static Directive pass(Location proxying) {
    return SocketLocations.proxyPass(proxying).orElseThrow();
  }
}
