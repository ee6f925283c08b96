package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The `map` from `$http_upgrade` to the value of Connection, existing or to be written.
public final class ConnectionMap {
  public static final String USUAL_NAME = "$connection_upgrade";

  private ConnectionMap() {}

  /// The variable of a map in this configuration that turns an Upgrade field into `upgrade`; where
  /// the upstream keeps connections, one that leaves ordinary requests theirs.
  static Optional<String> variable(Outcome.Proxied hop) {
    boolean kept = isPooled(hop);
    Scope location = HandshakeMend.locationOf(hop.scope());
    return maps(location)
        .filter(ConnectionMap::isRight)
        .filter(map -> defining(location, name(map)).filter(map::equals).isPresent())
        .filter(map -> !kept || keeps(map))
        .map(ConnectionMap::name)
        .findFirst();
  }

  /// Whether ordinary requests are to have no Connection: their connections are kept, or the author
  /// empties it.
  private static boolean isKept(Outcome.Proxied hop) {
    return isPooled(hop)
        || HeaderSettings.last(hop.scope(), "Connection")
            .filter(line -> HeaderSettings.value(line).isEmpty())
            .isPresent();
  }

  private static boolean isPooled(Outcome.Proxied hop) {
    return hop.target()
        .upstream()
        .flatMap(Upstream::directive)
        .filter(ConnectionMap::pools)
        .isPresent();
  }

  private static boolean pools(Directive upstream) {
    return upstream.body("keepalive").anyMatch(line -> !line.parameter().equals("0"));
  }

  private static boolean keeps(Directive map) {
    return map.body("").anyMatch(line -> line.parameter().isEmpty());
  }

  /// The map that defines this variable: of several the last one holds.
  public static Optional<Directive> defining(Scope location, String variable) {
    return maps(location).filter(map -> name(map).equals(variable)).reduce((_, later) -> later);
  }

  /// A name that no map of the configuration has, and no `set` around the location.
  static String freeName(Scope location) {
    return Stream.concat(
            Stream.of(USUAL_NAME, "$websocket_connection"),
            Stream.iterate(2, number -> number + 1).map(n -> "$websocket_connection_" + n))
        .filter(name -> defining(location, name).isEmpty() && !isSet(location, name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isSet(Scope location, String variable) {
    return location.chain().stream()
        .flatMap(level -> Stream.concat(level.own("set").stream(), inConditions(level)))
        .anyMatch(set -> set.parameter().equals(variable));
  }

  private static Stream<Directive> inConditions(Scope level) {
    return level.own("if").stream().flatMap(condition -> condition.body("set"));
  }

  /// The lines of a map for this hop.
  static List<String> lines(String variable, NginxVersion version, Outcome.Proxied hop) {
    return lines(variable, version, isKept(hop));
  }

  /// The lines of a map for whoever uses it.
  static List<String> lines(String variable, NginxVersion version, Stream<Directive> upstreams) {
    return lines(variable, version, upstreams.anyMatch(ConnectionMap::pools));
  }

  /// An empty value keeps the upstream's connections, which `close` would end with every ordinary
  /// request; since nginx 1.29.7 they are kept unless told.
  private static List<String> lines(String variable, NginxVersion version, boolean kept) {
    String plain = kept || version.isAtLeast(1, 29, 7) ? "''" : "close";
    return List.of(
        "map $http_upgrade " + variable + " {",
        "    default upgrade;",
        "    ''      " + plain + ";",
        "}",
        "");
  }

  private static Stream<Directive> maps(Scope location) {
    return location.chain().getFirst().block().body("map");
  }

  private static String name(Directive map) {
    return map.parameters().size() == 2 ? map.parameters().get(1) : "";
  }

  private static boolean isRight(Directive map) {
    return map.parameter().equals("$http_upgrade")
        && map.body("default").anyMatch(line -> line.parameter().equalsIgnoreCase("upgrade"));
  }
}
