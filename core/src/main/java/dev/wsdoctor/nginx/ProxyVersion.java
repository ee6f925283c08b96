package dev.wsdoctor.nginx;

import dev.wsdoctor.directive.NginxVersion;

/// The method and the version of the request that is sent upstream.
final class ProxyVersion {
  private ProxyVersion() {}

  /// `HTTP/1.0` by default until nginx 1.29.6, `HTTP/1.1` since.
  static String of(Scope scope, NginxVersion nginx) {
    String fallback = nginx.isAtLeast(1, 29, 7) ? "1.1" : "1.0";
    String version = scope.setting("proxy_http_version").map(d -> d.parameter()).orElse(fallback);
    return "HTTP/" + version;
  }

  /// `proxy_method`, else the client's.
  static String method(RequestState state, Scope scope) {
    if (CacheUse.convertsHead(state, scope)) {
      return "GET";
    }
    return scope
        .setting("proxy_method")
        .map(d -> ComplexValue.of(d.parameter()).evaluate(state).text())
        .filter(m -> !m.isEmpty())
        .orElse(state.method);
  }
}
