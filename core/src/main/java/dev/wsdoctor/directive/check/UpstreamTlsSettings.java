package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;

/// What nginx misses when it puts together the TLS of a `proxy_pass` to `https`
/// (ngx_http_proxy_set_ssl).
final class UpstreamTlsSettings {
  private final Report report;

  UpstreamTlsSettings(Report report) {
    this.report = report;
  }

  void check(Block block) {
    if (block.inForce("proxy_ssl_certificate_key").isEmpty()) {
      block.inForce("proxy_ssl_certificate").stream()
          .limit(1)
          .filter(line -> !line.parameter().isEmpty())
          .forEach(this::withoutKey);
    }
    if (block.inForce("proxy_ssl_trusted_certificate").isEmpty()) {
      block.inForce("proxy_ssl_verify").stream()
          .limit(1)
          .filter(line -> line.parameter().equalsIgnoreCase("on"))
          .forEach(this::withoutTrust);
    }
  }

  private void withoutKey(Directive line) {
    report.unpositioned(
        line,
        "no \"proxy_ssl_certificate_key\" is defined for certificate \"%s\""
            .formatted(line.parameter()));
  }

  private void withoutTrust(Directive line) {
    report.unpositioned(line, "no proxy_ssl_trusted_certificate for proxy_ssl_verify");
  }
}
