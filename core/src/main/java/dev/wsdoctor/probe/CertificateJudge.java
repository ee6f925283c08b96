package dev.wsdoctor.probe;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;

/// What a browser would refuse about a server's certificates, one sentence each.
final class CertificateJudge {
  private final Set<TrustAnchor> anchors;

  CertificateJudge(Set<TrustAnchor> anchors) {
    this.anchors = anchors;
  }

  /// Judges a chain, the server's own certificate first, for `host` at `now`.
  List<String> troubles(List<X509Certificate> chain, String host, Instant now) {
    if (chain.isEmpty()) {
      return List.of("expected a certificate but the server sent none");
    }
    List<String> found = new ArrayList<>();
    judgeName(chain.getFirst(), host, found);
    chain.forEach(certificate -> judgeTime(certificate, now, found));
    judgeTrust(chain, found);
    return found;
  }

  private static void judgeName(X509Certificate certificate, String host, List<String> found) {
    CertificateNames names = CertificateNames.of(certificate);
    if (!host.isEmpty() && !names.cover(host)) {
      found.add(
          "expected a certificate for %s but it is for %s; get one that names %s, or use the name that it has"
              .formatted(host, names.describe(), host));
    }
  }

  private static void judgeTime(X509Certificate certificate, Instant now, List<String> found) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    String subject = certificate.getSubjectX500Principal().getName();
    if (now.isAfter(until)) {
      found.add(
          "the certificate '%s' expired on %s; renew it and reload nginx"
              .formatted(subject, until));
    }
    if (now.isBefore(from)) {
      found.add(
          "the certificate '%s' is not valid before %s; check the clocks of both machines"
              .formatted(subject, from));
    }
  }

  /// The dates have been judged already, so the chain is validated for a time when its own
  /// certificate was valid.
  private void judgeTrust(List<X509Certificate> chain, List<String> found) {
    X509Certificate own = chain.getFirst();
    if (isTrusted(chain)) {
      return;
    }
    String issuer = own.getIssuerX500Principal().getName();
    if (own.getSubjectX500Principal().equals(own.getIssuerX500Principal())) {
      found.add(
          "the certificate '%s' is self-signed; browsers refuse it unless it is installed on each of them"
              .formatted(own.getSubjectX500Principal().getName()));
      return;
    }
    found.add(
        "no known authority vouches for the certificate: its issuer '%s' is unknown here or the server does not send the intermediate certificates; put the full chain into ssl_certificate"
            .formatted(issuer));
  }

  private boolean isTrusted(List<X509Certificate> chain) {
    if (anchors.isEmpty()) {
      return false;
    }
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(chain.getFirst().getNotAfter().toInstant().minusSeconds(1)));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
