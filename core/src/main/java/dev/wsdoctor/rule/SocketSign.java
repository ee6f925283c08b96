package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What shows that a location is meant to take sockets before anybody names a URL: that it sends
/// Upgrade, or `upgrade` in Connection, or has a path that nothing else has.
public final class SocketSign {
  /// With one of these a location has its work, and what it sends upstream is beside the point.
  private static final List<String> OTHER_WORK =
      List.of(
          "return",
          "rewrite",
          "try_files",
          "fastcgi_pass",
          "uwsgi_pass",
          "scgi_pass",
          "grpc_pass",
          "memcached_pass");

  private SocketSign() {}

  public static boolean isOn(Location location) {
    Scope scope = location.scope();
    return proxies(location)
        ? sends(scope) || SocketPath.isOne(location.name())
        : isMeantToProxy(location);
  }

  /// Whether there is no doubt, also beside a location that is known to be one: it proxies, and
  /// sends both Upgrade and `upgrade` or has a path that nothing else has.
  public static boolean isOutright(Location location) {
    Scope scope = location.scope();
    return proxies(location)
        && (SocketPath.isOne(location.name()) || (sendsUpgrade(scope) && sendsOption(scope)));
  }

  /// Whether nothing but sockets goes there, by its name: an ordinary request is then nobody's.
  public static boolean isAlone(Location location) {
    return proxies(location) && SocketPath.isForSocketsAlone(location.name());
  }

  /// Whether it passes requests on, itself or from an `if` inside of it.
  public static boolean proxies(Location location) {
    Directive block = location.directive();
    return Stream.concat(
            block.body("proxy_pass"),
            block.body("if").flatMap(condition -> condition.body("proxy_pass")))
        .findAny()
        .isPresent();
  }

  private static boolean sends(Scope scope) {
    return sendsUpgrade(scope) || sendsOption(scope);
  }

  private static boolean sendsUpgrade(Scope scope) {
    return HeaderSettings.of(scope, "Upgrade").stream()
        .anyMatch(line -> !HeaderSettings.value(line).isEmpty());
  }

  private static boolean sendsOption(Scope scope) {
    return HeaderSettings.of(scope, "Connection").stream()
        .map(line -> HeaderSettings.value(line).toLowerCase(Locale.ROOT))
        .anyMatch(value -> value.contains("upgrade"));
  }

  /// It says what to send and not where to.
  private static boolean isMeantToProxy(Location location) {
    Scope scope = location.scope();
    return location.nested().isEmpty()
        && HeaderSettings.sets(scope.own(HeaderSettings.DIRECTIVE).stream(), "Upgrade")
        && OTHER_WORK.stream().allMatch(name -> scope.own(name).isEmpty());
  }
}
