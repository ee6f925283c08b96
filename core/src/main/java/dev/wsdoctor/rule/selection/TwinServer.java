package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The same site on another port: its server has the location, and the one that is asked has not.
/// Certificate programs write such twins, and a person adds the location to one of them.
final class TwinServer {
  private static final int MOST_SERVERS = 1000;

  private TwinServer() {}

  /// The twin's location, word for word.
  static Optional<Fix> mend(Subject subject, Selection selection) {
    return selection.elsewhere().isEmpty()
        ? twins(subject, selection.server())
            .flatMap(twin -> location(subject, twin).stream())
            .findFirst()
            .map(location -> copied(selection.server(), location))
        : Optional.empty();
  }

  private static Stream<VirtualServer> twins(Subject subject, VirtualServer server) {
    String host = subject.target().host();
    return subject.nginx().servers().stream()
        .limit(MOST_SERVERS)
        .filter(other -> !other.directive().equals(server.directive()))
        .filter(other -> other.isNamed(host) && server.isNamed(host));
  }

  private static Optional<Location> location(Subject subject, VirtualServer twin) {
    return subject
        .nginx()
        .locate(twin, subject.target().requestTarget())
        .filter(SocketLocations::isOne)
        .filter(location -> twin.locations().contains(location))
        .filter(location -> !SocketLocations.isFallback(location));
  }

  private static Fix copied(VirtualServer server, Location location) {
    Directive block = location.directive();
    List<String> lines = Layout.lines(block);
    return Fix.review(
        "add %s, which the server of the same name on another port has"
            .formatted(BlockTitle.withPlace(block)),
        List.of(
            server
                .directive()
                .body("location")
                .filter(other -> server.directive().children().contains(other))
                .findFirst()
                .map(other -> Layout.before(other, lines))
                .orElseGet(() -> Layout.first(server.directive(), lines))));
  }
}
