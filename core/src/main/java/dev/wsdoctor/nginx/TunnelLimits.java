package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import java.time.Duration;
import java.util.Optional;

/// The limits of a tunnel that are in force in a block.
final class TunnelLimits {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /// One memory page.
  private static final long DEFAULT_BUFFER = 4096;

  private static final ScopeValue<Tunnel> IN_FORCE = ScopeValue.of(TunnelLimits::read);

  private TunnelLimits() {}

  static Tunnel of(Scope scope) {
    return IN_FORCE.in(scope);
  }

  private static Tunnel read(Scope scope) {
    return new Tunnel(
        timeout(scope, "proxy_read_timeout"),
        timeout(scope, "proxy_send_timeout"),
        timeout(scope, "proxy_connect_timeout"),
        timeout(scope, "send_timeout"),
        buffer(scope));
  }

  private static Tunnel.Limit<Duration> timeout(Scope scope, String name) {
    Optional<Directive> setting = scope.setting(name);
    return new Tunnel.Limit<>(setting.map(TunnelLimits::time).orElse(DEFAULT_TIMEOUT), setting);
  }

  private static Tunnel.Limit<Integer> buffer(Scope scope) {
    Optional<Directive> setting = scope.setting("proxy_buffer_size");
    long size =
        setting
            .map(d -> Quantities.size(d.parameter()).orElse(DEFAULT_BUFFER))
            .orElse(DEFAULT_BUFFER);
    return new Tunnel.Limit<>((int) Math.min(size, Integer.MAX_VALUE), setting);
  }

  private static Duration time(Directive setting) {
    return Duration.ofMillis(
        Quantities.milliseconds(setting.parameter()).orElse(DEFAULT_TIMEOUT.toMillis()));
  }
}
