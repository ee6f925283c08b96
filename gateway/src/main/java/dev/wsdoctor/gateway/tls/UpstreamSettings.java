package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.Scope;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// How TLS is spoken to the upstreams of one scope, loaded (`ngx_http_proxy_set_ssl`). What differs
/// between requests, the name and whether it is sent, is the evaluator's to say
/// ([dev.wsdoctor.nginx.UpstreamTls]).
///
/// @param cipherString from which OpenSSL makes the ciphers itself
/// @param trust absent when nothing is verified
record UpstreamSettings(
    Optional<Identity> identity,
    List<String> protocols,
    String cipherString,
    List<CipherSuite> ciphers,
    Optional<Trust> trust,
    boolean reusesSessions) {
  private static final String CIPHERS = "DEFAULT";

  UpstreamSettings {
    protocols = List.copyOf(protocols);
    ciphers = List.copyOf(ciphers);
  }

  static UpstreamSettings of(
      Scope scope, NginxVersion version, PemFiles files, Complaints complaints) {
    String written = scope.setting("proxy_ssl_ciphers").map(Directive::parameter).orElse(CIPHERS);
    List<CipherSuite> ciphers = CipherString.suites(written);
    scope
        .setting("proxy_ssl_ciphers")
        .filter(_ -> ciphers.isEmpty())
        .ifPresent(
            d ->
                complaints.error(
                    d,
                    ("SSL_CTX_set_cipher_list(\"%s\") failed"
                            + " (SSL: error:0A0000B9:SSL routines::no cipher match)")
                        .formatted(written)));
    for (String name : List.of("proxy_ssl_conf_command", "proxy_ssl_alpn")) {
      scope.setting(name).ifPresent(d -> complaints.unsupported(d, "\"" + name + "\""));
    }
    return new UpstreamSettings(
        identity(scope, files, complaints),
        Protocols.of(scope.setting("proxy_ssl_protocols"), written, version, complaints),
        written,
        ciphers,
        trust(scope, files, complaints),
        scope
            .setting("proxy_ssl_session_reuse")
            .filter(d -> d.parameter().equalsIgnoreCase("off"))
            .isEmpty());
  }

  /// An empty name stands for none.
  private static Optional<Identity> identity(Scope scope, PemFiles files, Complaints complaints) {
    Optional<Directive> certificate =
        scope.setting("proxy_ssl_certificate").filter(d -> !d.parameter().isEmpty());
    if (certificate.isEmpty()) {
      return Optional.empty();
    }
    List<Identity> identities =
        Identity.of(
            List.of(certificate.get()),
            scope.setting("proxy_ssl_certificate_key").stream().toList(),
            ServerTls.passwords(scope, "proxy_ssl_password_file", files, complaints),
            files,
            complaints);
    return identities.stream().findFirst();
  }

  private static Optional<Trust> trust(Scope scope, PemFiles files, Complaints complaints) {
    Optional<Directive> verify =
        scope.setting("proxy_ssl_verify").filter(d -> d.parameter().equalsIgnoreCase("on"));
    if (verify.isEmpty()) {
      return Optional.empty();
    }
    Optional<Directive> trusted = scope.setting("proxy_ssl_trusted_certificate");
    if (trusted.isEmpty()) {
      complaints.error(verify.get(), "no proxy_ssl_trusted_certificate for proxy_ssl_verify");
    }
    List<X509Certificate> anchors =
        trusted
            .map(d -> files.trusted(d, "SSL_CTX_load_verify_locations", complaints).certificates())
            .orElse(List.of());
    List<X509CRL> revocations =
        scope
            .setting("proxy_ssl_crl")
            .map(d -> files.trusted(d, "X509_LOOKUP_load_file", complaints).revocations())
            .orElse(List.of());
    return Optional.of(
        new Trust(anchors, revocations, ServerTls.depth(scope, "proxy_ssl_verify_depth")));
  }
}
