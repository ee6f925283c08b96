package dev.wsdoctor.rule;

import dev.wsdoctor.application.Clues;
import dev.wsdoctor.application.Name;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.nginx.Upstream.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a subject tells of the application that its request goes to.
final class ApplicationClues {
  private ApplicationClues() {}

  static Clues of(Subject subject) {
    Optional<Outcome.Proxied> hop = subject.last().proxied();
    String target = subject.target().requestTarget();
    int query = target.indexOf('?');
    return new Clues(
        subject.target().path(),
        query < 0 ? "" : target.substring(query + 1),
        hop.map(h -> backendNames(h.target())).orElse(List.of()),
        siteNames(subject),
        hop.map(h -> ports(h.target())).orElse(List.of()),
        hop.map(h -> locations(subject, h)).orElse(List.of()),
        hop.map(ApplicationClues::fields).orElse(List.of()));
  }

  private static List<Name> backendNames(ProxyTarget target) {
    List<String> names = new ArrayList<>();
    if (target.host().isKnown()) {
      names.add(target.host().text());
    }
    target.upstream().map(Upstream::name).ifPresent(names::add);
    peers(target).map(Peer::address).forEach(names::add);
    return names.stream().map(Name::of).toList();
  }

  private static List<Name> siteNames(Subject subject) {
    Stream<String> served =
        subject.last().decision().server().stream().flatMap(server -> server.names().stream());
    return Stream.concat(Stream.of(subject.target().host()), served).map(Name::of).toList();
  }

  private static List<Integer> ports(ProxyTarget target) {
    return target.upstream().isPresent()
        ? peers(target).map(Peer::port).toList()
        : List.of(target.port());
  }

  private static Stream<Peer> peers(ProxyTarget target) {
    return target.upstream().stream().flatMap(upstream -> upstream.peers().stream());
  }

  /// Prefixes of the same server that go where this request goes.
  private static List<String> locations(Subject subject, Outcome.Proxied hop) {
    String origin = SocketLocations.origin(hop.by());
    return subject.last().decision().server().stream()
        .flatMap(SocketLocations::proxying)
        .filter(location -> !location.isRegex() && location.kind() != Location.Kind.NAMED)
        .filter(location -> goesTo(location, origin))
        .map(Location::name)
        .toList();
  }

  private static boolean goesTo(Location location, String origin) {
    return SocketLocations.proxyPass(location)
        .filter(pass -> SocketLocations.origin(pass).equals(origin))
        .isPresent();
  }

  private static List<String> fields(Outcome.Proxied hop) {
    return HeaderSettings.inForce(hop.scope()).stream().map(Directive::parameter).toList();
  }
}
