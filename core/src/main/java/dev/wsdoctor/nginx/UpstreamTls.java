package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.Optional;

/// How nginx speaks TLS to an upstream (`ngx_http_upstream_ssl_init_connection`): the name that
/// stands for it, whether it is sent as SNI, and whether the certificate is checked against it.
///
/// @param name without a port; an IP literal is never sent as SNI
public record UpstreamTls(
    Value name,
    boolean sendsName,
    boolean verifies,
    Optional<Directive> nameSetting,
    Optional<Directive> sendsNameSetting,
    Optional<Directive> verifySetting) {
  /// Nothing when the upstream is spoken to without TLS.
  public static Optional<UpstreamTls> of(Outcome.Proxied proxied) {
    if (!proxied.target().tls()) {
      return Optional.empty();
    }
    Scope scope = proxied.scope();
    Optional<Directive> setting = scope.setting("proxy_ssl_name");
    Value name = proxied.target().tlsName();
    boolean isLiteral = IpAddress.parse(name.text()).isPresent();
    return Optional.of(
        new UpstreamTls(
            name,
            scope.flag("proxy_ssl_server_name", false) && !isLiteral,
            scope.flag("proxy_ssl_verify", false),
            setting,
            scope.setting("proxy_ssl_server_name"),
            scope.setting("proxy_ssl_verify")));
  }
}
