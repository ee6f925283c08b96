package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.time.Duration;
import java.util.Optional;

/// The limits of the upgraded connection (`ngx_http_upstream_process_upgraded`).
public record Tunnel(
    Limit<Duration> readTimeout,
    Limit<Duration> sendTimeout,
    Limit<Duration> connectTimeout,
    Limit<Duration> clientSendTimeout,
    Limit<Integer> bufferSize) {
  /// A limit and the directive that sets it; absent when it is the default.
  public record Limit<T>(T value, Optional<Directive> directive) {}
}
