package dev.wsdoctor.gateway.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.ScopeValue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When a request goes on to the next peer: `proxy_next_upstream` and its limits, of which 0 is
/// none.
public record NextUpstream(
    Set<Failure> failures, boolean nonIdempotent, int tries, Duration timeout) {
  private static final Set<String> NON_IDEMPOTENT = Set.of("POST", "LOCK", "PATCH");
  private static final ScopeValue<NextUpstream> IN_FORCE = ScopeValue.of(NextUpstream::read);

  public NextUpstream {
    failures = Set.copyOf(failures);
  }

  /// How far a try got.
  ///
  /// @param tries those left when this one began, itself included: [PeerChoice#tries] before the
  ///   release
  /// @param sent whether any of the request went out
  /// @param unbuffered whether the body is passed on without buffering, so that it cannot be sent
  ///   again
  /// @param kept whether the connection was kept from an earlier request
  /// @param since how long ago the request turned to its first peer
  public record Try(
      String method, int tries, boolean sent, boolean unbuffered, boolean kept, Duration since) {}

  public static NextUpstream of(Scope scope) {
    return IN_FORCE.in(scope);
  }

  private static NextUpstream read(Scope scope) {
    List<String> words =
        scope.setting("proxy_next_upstream").isEmpty()
            ? List.of("error", "timeout")
            : scope.inForce("proxy_next_upstream").stream()
                .flatMap(d -> d.parameters().stream())
                .toList();
    Set<Failure> failures = EnumSet.noneOf(Failure.class);
    for (Failure failure : Failure.values()) {
      if (words.contains(failure.word()) && !words.contains("off")) {
        failures.add(failure);
      }
    }
    return new NextUpstream(
        failures, words.contains("non_idempotent"), tries(scope), timeout(scope));
  }

  private static int tries(Scope scope) {
    Optional<Directive> setting = scope.setting("proxy_next_upstream_tries");
    return (int)
        Math.min(
            setting.map(d -> Quantities.number(d.parameter()).orElse(0)).orElse(0L),
            Integer.MAX_VALUE);
  }

  private static Duration timeout(Scope scope) {
    Optional<Directive> setting = scope.setting("proxy_next_upstream_timeout");
    return Duration.ofMillis(
        setting.map(d -> Quantities.milliseconds(d.parameter()).orElse(0)).orElse(0L));
  }

  /// Whether the request goes on after that failure (`ngx_http_upstream_next`,
  /// `ngx_http_upstream_test_next`). If not, the failure's status, or the answer as it came, is for
  /// the client.
  public boolean goesOn(Failure failure, Try last) {
    boolean again = last.kept() && failure == Failure.ERROR;
    return last.tries() > (again ? 0 : 1)
        && failures.contains(failure)
        && !(last.sent() && NON_IDEMPOTENT.contains(last.method()) && !nonIdempotent)
        && !(last.sent() && last.unbuffered())
        && !(timeout.isPositive() && last.since().compareTo(timeout) >= 0);
  }
}
