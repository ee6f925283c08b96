package dev.wsdoctor.symptom;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.log.ErrorEntry;
import dev.wsdoctor.log.LogFormats;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.timeout.IdleLimit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The configuration whose logs are read: leads from a line to the location that it came from.
/// `limits` are the idle limits of its sockets, the shortest first; `losing` the locations that
/// proxy and do not send a handshake on as one.
public record LogSite(
    Configuration configuration, Nginx nginx, List<IdleLimit> limits, Set<Directive> losing) {
  public LogSite {
    limits = List.copyOf(limits);
    losing = Set.copyOf(losing);
  }

  /// Those that the configuration defines, if it is known, and those that are known without one.
  static LogFormats formats(Optional<LogSite> site) {
    return site.map(known -> LogFormats.of(known.configuration))
        .orElseGet(() -> LogFormats.of(List.of()))
        .andMore();
  }

  /// The location that serves a request of the error log, by the server's first name.
  Optional<Location> location(ErrorEntry entry) {
    return nginx.servers().stream()
        .filter(server -> isNamed(server, entry.server().orElse("")))
        .flatMap(server -> entry.path().flatMap(path -> nginx.locate(server, path)).stream())
        .findFirst();
  }

  private static boolean isNamed(VirtualServer server, String name) {
    return server.names().getFirst().equalsIgnoreCase(name);
  }

  /// The location that is made for sockets and takes that path, in any server; the one that takes
  /// all the rest does not count.
  Optional<Location> socketLocation(String path) {
    return nginx.servers().stream()
        .flatMap(server -> nginx.locate(server, path).stream())
        .filter(location -> SocketLocations.isOne(location) && !location.name().equals("/"))
        .findFirst();
  }

  /// The location that takes that path and loses a handshake, where it is the same in all servers.
  Optional<Location> losingLocation(String path) {
    List<Location> taking =
        nginx.servers().stream().flatMap(server -> nginx.locate(server, path).stream()).toList();
    return taking.stream()
        .filter(_ -> taking.stream().allMatch(one -> losing.contains(one.directive())))
        .findFirst();
  }

  /// Every location that is made for sockets, in file order.
  public Stream<Directive> socketLocations() {
    return nginx.servers().stream()
        .flatMap(VirtualServer::everyLocation)
        .filter(SocketLocations::isOne)
        .map(Location::directive);
  }
}
