package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.time.Duration;
import java.util.Optional;

/// The limits of a tunnel that are in force in a block.
final class TunnelLimits {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /// One memory page.
  private static final int DEFAULT_BUFFER = 4096;

  private TunnelLimits() {}

  static Tunnel of(Scope scope) {
    return new Tunnel(
        timeout(scope, "proxy_read_timeout"),
        timeout(scope, "proxy_send_timeout"),
        timeout(scope, "proxy_connect_timeout"),
        timeout(scope, "send_timeout"),
        buffer(scope));
  }

  private static Tunnel.Limit<Duration> timeout(Scope scope, String name) {
    Optional<Directive> setting = scope.setting(name);
    Optional<Duration> time = setting.flatMap(d -> Sizes.time(d.parameter()));
    return new Tunnel.Limit<>(time.orElse(DEFAULT_TIMEOUT), setting);
  }

  private static Tunnel.Limit<Integer> buffer(Scope scope) {
    Optional<Directive> setting = scope.setting("proxy_buffer_size");
    Optional<Long> size = setting.flatMap(d -> Sizes.parse(d.parameter()));
    return new Tunnel.Limit<>(size.map(Long::intValue).orElse(DEFAULT_BUFFER), setting);
  }
}
