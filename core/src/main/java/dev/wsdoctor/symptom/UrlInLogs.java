package dev.wsdoctor.symptom;

import dev.wsdoctor.http.Target;
import dev.wsdoctor.log.LoggedUrl;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Subject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// How the tested URL shows in nginx's logs: by which server, location and upstream.
final class UrlInLogs {
  private UrlInLogs() {}

  static LoggedUrl of(Target target, Optional<Subject> subject) {
    return new LoggedUrl(
        hosts(target),
        subject.map(UrlInLogs::servers).orElse(Set.of()),
        subject.map(UrlInLogs::upstreams).orElse(Set.of()),
        target.port(),
        subject.map(s -> samePlace(target, s)).orElse(target.path()::equals));
  }

  /// None for an address or localhost: clients use names that are not known here.
  private static Set<String> hosts(Target target) {
    String host = target.host().toLowerCase(Locale.ROOT);
    boolean isAddress = host.contains(":") || host.matches("[0-9.]+");
    return isAddress || host.equals("localhost") ? Set.of() : Set.of(host);
  }

  /// nginx logs the first name of a server.
  private static Set<String> servers(Subject subject) {
    return subject.hops().stream()
        .flatMap(hop -> hop.decision().server().stream())
        .map(server -> server.names().getFirst())
        .collect(Collectors.toSet());
  }

  private static Set<String> upstreams(Subject subject) {
    Set<String> addresses = new HashSet<>();
    subject
        .proxied()
        .map(Outcome.Proxied::target)
        .forEach(
            target -> {
              addresses.add(target.host().text());
              addresses.add(address(target.host().text(), target.port()));
              target
                  .upstream()
                  .ifPresent(
                      group ->
                          group
                              .peers()
                              .forEach(
                                  peer -> addresses.add(address(peer.address(), peer.port()))));
            });
    return addresses;
  }

  private static String address(String host, int port) {
    return port == 0 ? host : host + ":" + port;
  }

  /// Sockets often have an id in their path: what the same location takes is the same socket,
  /// except where that is the one which takes all the rest.
  private static Predicate<String> samePlace(Target target, Subject subject) {
    Set<String> paths = subject.hops().stream().map(hop -> path(hop)).collect(Collectors.toSet());
    Decision decision = subject.first().decision();
    Optional<Location> location =
        decision
            .location()
            .filter(found -> !found.name().equals("/") && decision.server().isPresent());
    return path ->
        path.equals(target.path())
            || paths.contains(path)
            || location.filter(found -> takes(subject, decision, found, path)).isPresent();
  }

  private static boolean takes(Subject subject, Decision decision, Location found, String path) {
    return subject
        .nginx()
        .locate(decision.server().orElseThrow(), path)
        .filter(found::equals)
        .isPresent();
  }

  private static String path(Hop hop) {
    String target = hop.request().target();
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
