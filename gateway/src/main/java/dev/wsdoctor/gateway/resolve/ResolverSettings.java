package dev.wsdoctor.gateway.resolve;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// What a `resolver` directive says (`ngx_resolver_create`).
///
/// @param servers asked in turn
/// @param valid how long an answer counts, instead of its TTL
/// @param unknown names of servers that nobody knows
public record ResolverSettings(
    List<InetSocketAddress> servers,
    Optional<Duration> valid,
    boolean ipv4,
    boolean ipv6,
    List<String> unknown) {
  private static final int DOMAIN = 53;

  public ResolverSettings {
    servers = List.copyOf(servers);
    unknown = List.copyOf(unknown);
  }

  /// Reads it, and looks up the names of name servers.
  ///
  /// @param lookup gives the addresses of a host with that port; none if there is no such host
  public static ResolverSettings of(
      Directive resolver, BiFunction<String, Integer, List<InetSocketAddress>> lookup) {
    List<InetSocketAddress> servers = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Optional<Duration> valid = Optional.empty();
    List<String> all = resolver.parameters();
    for (String parameter : all) {
      if (parameter.startsWith("valid=")) {
        long seconds = Quantities.seconds(parameter.substring("valid=".length())).orElse(0);
        valid = Optional.of(Duration.ofSeconds(seconds));
      } else if (!parameter.contains("=")) {
        List<InetSocketAddress> addresses = server(parameter, lookup);
        servers.addAll(addresses);
        if (addresses.isEmpty()) {
          unknown.add(parameter);
        }
      }
    }
    return new ResolverSettings(
        servers, valid, !all.contains("ipv4=off"), !all.contains("ipv6=off"), unknown);
  }

  private static List<InetSocketAddress> server(
      String written, BiFunction<String, Integer, List<InetSocketAddress>> lookup) {
    int colon = written.indexOf(':', Math.max(written.indexOf(']'), 0));
    return colon < 0
        ? lookup.apply(written, DOMAIN)
        : lookup.apply(written.substring(0, colon), Integer.parseInt(written.substring(colon + 1)));
  }
}
