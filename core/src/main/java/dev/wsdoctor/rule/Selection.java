package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Candidate;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.List;
import java.util.Optional;

/// Which location the handshake enters at the hop that fails, and which ones made for sockets lost.
///
/// `beaten` match the path too; `elsewhere` do not.
record Selection(
    VirtualServer server,
    Optional<Location> chosen,
    List<Location> beaten,
    List<Location> elsewhere) {

  /// The selection at the last hop, if what was selected there does not pass a handshake on.
  static Optional<Selection> ofFailing(Subject subject) {
    Hop hop = subject.last();
    if (hop.decision().server().isEmpty() || carries(hop)) {
      return Optional.empty();
    }
    VirtualServer server = hop.decision().server().get();
    Optional<Location> chosen =
        subject.nginx().locate(server, hop.request().target()).or(() -> hop.decision().location());
    if (chosen.filter(SocketLocations::isOne).isPresent()) {
      return Optional.empty();
    }
    List<Location> matching = matching(subject, server);
    List<Location> others =
        SocketLocations.of(server).stream()
            .filter(
                location ->
                    chosen.filter(c -> c.directive().equals(location.directive())).isEmpty())
            .toList();
    return Optional.of(
        new Selection(
            server,
            chosen,
            others.stream().filter(matching::contains).toList(),
            others.stream().filter(location -> !matching.contains(location)).toList()));
  }

  private static List<Location> matching(Subject subject, VirtualServer server) {
    return subject.nginx().candidates(server, subject.last().request().target()).stream()
        .filter(Candidate::matches)
        .map(Candidate::location)
        .toList();
  }

  /// Whether the request is passed on by a location that has at least one setting of the handshake
  /// right, so that it was meant to carry it.
  private static boolean carries(Hop hop) {
    return hop.proxied()
        .map(
            proxied ->
                switch (HandshakeRules.of(proxied)) {
                  case BOTH_MISSING -> false;
                  case CONNECTION_WRONG -> Handshake.of(proxied).upgrade() == Handshake.Trait.RIGHT;
                  case NONE, LOST_BY_INHERITANCE, INCLUDE_OUTDATED, ONE_MISSING, UPGRADE_WRONG ->
                      true;
                })
        .orElse(false);
  }

  boolean isFallback() {
    return chosen.isEmpty() || SocketLocations.isFallback(chosen.get());
  }

  /// `location /x (file:line)`, or the server when no location took the request.
  String title() {
    return BlockTitle.withPlace(place());
  }

  Directive place() {
    return chosen.map(Location::directive).orElse(server.directive());
  }
}
