package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// `proxy_next_upstream` and `proxy_next_upstream_timeout`.
final class NextUpstream {
  private static final Set<String> NOT_IDEMPOTENT = Set.of("POST", "LOCK", "PATCH");
  private static final List<String> DEFAULT = List.of("error", "timeout");

  private NextUpstream() {}

  /// Whether what has happened (`error`, `http_503`) sends a request on to another server.
  static boolean allows(
      Scope scope, String method, String condition, boolean requestSent, Duration elapsed) {
    List<String> conditions =
        scope.setting("proxy_next_upstream").map(Directive::parameters).orElse(DEFAULT);
    boolean repeatable =
        !requestSent || conditions.contains("non_idempotent") || !NOT_IDEMPOTENT.contains(method);
    long limit =
        scope
            .setting("proxy_next_upstream_timeout")
            .map(d -> Quantities.milliseconds(d.parameter()).orElse(0))
            .orElse(0L);
    boolean inTime = limit == 0 || elapsed.toMillis() < limit;
    return conditions.contains(condition) && repeatable && inTime;
  }
}
