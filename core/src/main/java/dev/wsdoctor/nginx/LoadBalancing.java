package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Upstream.Peer;
import java.util.List;
import java.util.Optional;

/// How an upstream chooses among its servers, and whether one client always gets the same one.
///
/// @param order the servers as the first requests would take them: usable ones by weight, backups
///   last
public record LoadBalancing(
    Method method, boolean sticky, List<Peer> order, Optional<Directive> directive) {
  /// The methods of open-source nginx.
  public enum Method {
    ROUND_ROBIN,
    LEAST_CONN,
    LEAST_TIME,
    IP_HASH,
    HASH,
    RANDOM
  }

  public LoadBalancing {
    order = List.copyOf(order);
  }

  public static LoadBalancing of(Upstream upstream) {
    List<Peer> order =
        upstream.peers().stream().filter(p -> !p.down()).sorted(LoadBalancing::compare).toList();
    Optional<Directive> directive = upstream.directive().flatMap(LoadBalancing::find);
    Method method = directive.map(LoadBalancing::method).orElse(Method.ROUND_ROBIN);
    boolean hasSticky =
        upstream.directive().filter(d -> d.body("sticky").findAny().isPresent()).isPresent();
    boolean sticky = hasSticky || method == Method.IP_HASH || method == Method.HASH;
    return new LoadBalancing(method, sticky, order, directive);
  }

  /// Backups last, the heavier first. In one method, because the start-up cache cannot keep what
  /// `Comparator.comparing` makes.
  private static int compare(Peer one, Peer other) {
    int byBackup = Boolean.compare(one.backup(), other.backup());
    return byBackup != 0 ? byBackup : Integer.compare(other.weight(), one.weight());
  }

  private static Optional<Directive> find(Directive upstream) {
    List<String> names = List.of("least_conn", "least_time", "ip_hash", "hash", "random");
    return upstream.body().filter(d -> names.contains(d.name())).findFirst();
  }

  private static Method method(Directive directive) {
    return switch (directive.name()) {
      case "least_conn" -> Method.LEAST_CONN;
      case "least_time" -> Method.LEAST_TIME;
      case "ip_hash" -> Method.IP_HASH;
      case "hash" -> Method.HASH;
      case "random" -> Method.RANDOM;
      default -> Method.ROUND_ROBIN;
    };
  }
}
