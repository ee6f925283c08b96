package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The `map` from `$http_upgrade` to the value of Connection, existing or to be written.
final class ConnectionMap {
  static final String USUAL_NAME = "$connection_upgrade";

  private ConnectionMap() {}

  /// The variable of a map in this configuration that turns an Upgrade field into `upgrade`.
  static Optional<String> variable(Scope location) {
    return maps(location).filter(ConnectionMap::isRight).map(ConnectionMap::name).findFirst();
  }

  /// The map that defines this variable.
  static Optional<Directive> defining(Scope location, String variable) {
    return maps(location).filter(map -> name(map).equals(variable)).findFirst();
  }

  /// A name that no map of the configuration has.
  static String freeName(Scope location) {
    return defining(location, USUAL_NAME).isEmpty() ? USUAL_NAME : "$websocket_connection";
  }

  /// The lines of a map. Since nginx 1.29.7 an empty value keeps the upstream's keepalive at work,
  /// which `close` would switch off for ordinary requests.
  static List<String> lines(String variable, NginxVersion version) {
    String plain = version.isAtLeast(1, 29, 7) ? "''" : "close";
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
