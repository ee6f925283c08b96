package dev.wsdoctor.gateway.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.Upstream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How an upstream keeps idle connections (`ngx_http_upstream_keepalive_module`).
///
/// @param most idle connections of the whole upstream
/// @param requests after which a connection is closed
/// @param time after which a connection is closed when its request ends
/// @param timeout for which it may be idle
/// @param local whether a connection serves only the location that opened it, as by default
public record KeepaliveSettings(
    int most, int requests, Duration time, Duration timeout, boolean local) {
  private static final int DEFAULT_MOST = 32;

  /// Absent where connections are not kept: until 1.29.6 unless `keepalive` asks for it, since then
  /// for `keepalive 0`, and always for an address in `proxy_pass`.
  public static Optional<KeepaliveSettings> of(Upstream upstream, NginxVersion version) {
    Optional<Directive> block = upstream.directive();
    Optional<Directive> keepalive = block.flatMap(b -> b.body("keepalive").findFirst());
    boolean byDefault = version.isAtLeast(1, 29, 7);
    if (block.isEmpty() || (keepalive.isEmpty() && !byDefault)) {
      return Optional.empty();
    }
    int most = keepalive.map(k -> (int) number(k.parameter())).orElse(DEFAULT_MOST);
    boolean local = keepalive.map(k -> k.parameters().contains("local")).orElse(true);
    KeepaliveSettings settings =
        new KeepaliveSettings(
            most,
            requests(block.get(), version),
            time(block.get(), "keepalive_time", Duration.ofHours(1)),
            time(block.get(), "keepalive_timeout", Duration.ofSeconds(60)),
            local);
    return most == 0 ? Optional.empty() : Optional.of(settings);
  }

  /// 1000 since 1.19.10, 100 before.
  private static int requests(Directive block, NginxVersion version) {
    int usual = version.isAtLeast(1, 19, 10) ? 1000 : 100;
    return block
        .body("keepalive_requests")
        .findFirst()
        .map(d -> (int) number(d.parameter()))
        .orElse(usual);
  }

  private static long number(String text) {
    return Math.min(Quantities.number(text).orElse(0), Integer.MAX_VALUE);
  }

  private static Duration time(Directive block, String name, Duration usual) {
    OptionalLong milliseconds =
        block
            .body(name)
            .findFirst()
            .map(d -> Quantities.milliseconds(d.parameter()))
            .orElse(OptionalLong.empty());
    return milliseconds.isPresent() ? Duration.ofMillis(milliseconds.getAsLong()) : usual;
  }
}
