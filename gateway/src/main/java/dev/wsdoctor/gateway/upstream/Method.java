package dev.wsdoctor.gateway.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Upstream;
import java.util.List;
import java.util.Optional;

/// The method of choice that an `upstream` block names.
public sealed interface Method {
  /// In turn, by weight: where the block names none.
  record InTurn() implements Method {}

  /// `least_conn`
  record FewestConnections() implements Method {}

  /// `ip_hash`
  record ByClient() implements Method {}

  /// `hash KEY [consistent]`; `key` may have variables, which the caller evaluates for each
  /// request.
  record ByKey(String key, boolean consistent) implements Method {}

  /// `random [two [least_conn]]`
  record AtRandom(boolean two) implements Method {}

  /// The last one that the block names decides, as in nginx.
  static Method of(Upstream upstream) {
    List<String> names = List.of("least_conn", "ip_hash", "hash", "random");
    Optional<Directive> named =
        upstream.directive().stream()
            .flatMap(Directive::body)
            .filter(d -> names.contains(d.name()))
            .reduce((_, last) -> last);
    return named.map(Method::read).orElse(new InTurn());
  }

  private static Method read(Directive directive) {
    return switch (directive.name()) {
      case "least_conn" -> new FewestConnections();
      case "ip_hash" -> new ByClient();
      case "hash" ->
          new ByKey(directive.parameter(), directive.parameters().contains("consistent"));
      default -> new AtRandom(directive.parameters().contains("two"));
    };
  }
}
