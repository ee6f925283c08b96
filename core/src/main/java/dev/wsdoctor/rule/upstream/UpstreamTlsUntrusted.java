package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.UpstreamTls;
import dev.wsdoctor.rule.LocationSetting;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// The backend's certificate is to be verified, and no issuer is trusted: nginx does not start.
public final class UpstreamTlsUntrusted implements Rule {
  private static final String TRUST = "proxy_ssl_trusted_certificate";

  @Override
  public String id() {
    return "upstream-tls-untrusted";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(hop -> hop.scope().setting(TRUST).isEmpty())
        .flatMap(hop -> verifying(hop).map(line -> finding(hop, line)).stream())
        .limit(1)
        .toList();
  }

  private static Optional<Directive> verifying(Outcome.Proxied hop) {
    return UpstreamTls.of(hop).filter(UpstreamTls::verifies).flatMap(UpstreamTls::verifySetting);
  }

  private Finding finding(Outcome.Proxied hop, Directive verify) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            "proxy_ssl_verify is on and no issuer is trusted: nginx refuses the file",
            "nginx trusts no certificate authority by itself; without proxy_ssl_trusted_certificate it does not load"
                + " (\"no proxy_ssl_trusted_certificate for proxy_ssl_verify\").")
        .at(Place.of(verify.head()))
        .mendedBy(mend(hop));
  }

  /// For a name of the public DNS the authorities of the system are right; others have an issuer of
  /// their own.
  private static Fix mend(Outcome.Proxied hop) {
    PublicName backend = PublicName.behind(hop);
    String system = "/etc/ssl/certs/ca-certificates.crt";
    return backend.isPublic()
        ? Fix.review(
            "trust the authorities of the system (elsewhere than on Debian the file has another name)",
            LocationSetting.edits(hop, TRUST, system))
        : Fix.manual(
            "set %s to the certificate of the backend's issuer, or to the backend's own when it is self-signed"
                .formatted(TRUST));
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
