package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.wire.HeadBuffers;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.ScopeValue;
import java.time.Duration;

/// The scalar settings in force, with nginx's defaults.
final class Settings {
  private static final long PAGE = 4096;

  static final ScopeValue<Duration> CLIENT_HEADER_TIMEOUT = time("client_header_timeout", 60);
  static final ScopeValue<Duration> CLIENT_BODY_TIMEOUT = time("client_body_timeout", 60);
  static final ScopeValue<Duration> KEEPALIVE_TIMEOUT = time("keepalive_timeout", 75);
  static final ScopeValue<Duration> LINGERING_TIMEOUT = time("lingering_timeout", 5);
  static final ScopeValue<Duration> RESOLVER_TIMEOUT = time("resolver_timeout", 30);
  static final ScopeValue<Duration> SEND_TIMEOUT = time("send_timeout", 60);

  static final ScopeValue<Long> CLIENT_BODY_BUFFER_SIZE = size("client_body_buffer_size", 16 << 10);
  static final ScopeValue<Long> CLIENT_MAX_BODY_SIZE = size("client_max_body_size", 1 << 20);
  static final ScopeValue<Long> PROXY_BUFFERS = size("proxy_buffers", PAGE);
  static final ScopeValue<Long> PROXY_BUFFER_SIZE = size("proxy_buffer_size", PAGE);
  static final ScopeValue<Long> KEEPALIVE_REQUESTS =
      ScopeValue.of(scope -> number(scope, "keepalive_requests", 1000));

  static final ScopeValue<Boolean> CHUNKED_TRANSFER_ENCODING =
      flag("chunked_transfer_encoding", true);
  static final ScopeValue<Boolean> PROXY_BUFFERING = flag("proxy_buffering", true);
  static final ScopeValue<Boolean> PROXY_IGNORE_CLIENT_ABORT =
      flag("proxy_ignore_client_abort", false);
  static final ScopeValue<Boolean> PROXY_PASS_REQUEST_BODY = flag("proxy_pass_request_body", true);
  static final ScopeValue<Boolean> PROXY_REQUEST_BUFFERING = flag("proxy_request_buffering", true);
  static final ScopeValue<Boolean> PROXY_SOCKET_KEEPALIVE = flag("proxy_socket_keepalive", false);

  static final ScopeValue<String> LINGERING_CLOSE =
      ScopeValue.of(
          scope -> scope.setting("lingering_close").map(Directive::parameter).orElse("on"));

  /// What the head of a request may fill.
  static final ScopeValue<HeadBuffers> HEAD_BUFFERS =
      ScopeValue.of(
          scope ->
              new HeadBuffers(
                  (int) size(scope, "client_header_buffer_size", 1024),
                  (int) number(scope, "large_client_header_buffers", 4),
                  (int) size(scope, "large_client_header_buffers", 8192),
                  (int)
                      Math.min(
                          Integer.MAX_VALUE, number(scope, "max_headers", Integer.MAX_VALUE))));

  private Settings() {}

  private static ScopeValue<Duration> time(String name, int fallback) {
    Duration seconds = Duration.ofSeconds(fallback);
    return ScopeValue.of(
        scope ->
            scope
                .setting(name)
                .map(Directive::parameter)
                .map(p -> Duration.ofMillis(Quantities.milliseconds(p).orElse(seconds.toMillis())))
                .orElse(seconds));
  }

  private static ScopeValue<Boolean> flag(String name, boolean fallback) {
    return ScopeValue.of(scope -> scope.flag(name, fallback));
  }

  private static ScopeValue<Long> size(String name, long fallback) {
    return ScopeValue.of(scope -> size(scope, name, fallback));
  }

  private static long size(Scope scope, String name, long fallback) {
    return scope
        .setting(name)
        .map(d -> Quantities.offset(d.lastParameter()).orElse(fallback))
        .orElse(fallback);
  }

  private static long number(Scope scope, String name, long fallback) {
    return scope
        .setting(name)
        .map(d -> Quantities.number(d.parameter()).orElse(fallback))
        .orElse(fallback);
  }
}
