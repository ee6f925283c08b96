package dev.wsdoctor.gateway.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Judges the chain of a peer as OpenSSL does for nginx (`X509_verify_cert` with a callback that
/// lets everything pass): all checks are made, and the last fault found is the verdict.
final class JdkChainVerification {
  /// What the peer's certificate has to be good for (RFC 5280, 4.2.1.12).
  enum Purpose {
    CLIENT("1.3.6.1.5.5.7.3.2"),
    SERVER("1.3.6.1.5.5.7.3.1");

    private final String keyUsage;

    Purpose(String keyUsage) {
      this.keyUsage = keyUsage;
    }
  }

  private static final String ANY_KEY_USAGE = "2.5.29.37.0";

  private final List<X509Certificate> sent;
  private final Trust trust;
  private final List<X509Certificate> chain = new ArrayList<>();
  private int fault;

  private JdkChainVerification(List<X509Certificate> sent, Trust trust) {
    this.sent = sent;
    this.trust = trust;
  }

  /// @param sent the peer's certificate first
  static Verdict verify(List<X509Certificate> sent, Trust trust, Purpose purpose, Instant now) {
    var verification = new JdkChainVerification(sent, trust);
    verification.build();
    verification.checkExtensions(purpose);
    verification.checkRevocation(now);
    verification.checkSignaturesAndTimes(now);
    return new Verdict(verification.fault);
  }

  /// From the peer's certificate upwards until one that is trusted and self-signed.
  private void build() {
    chain.add(sent.getFirst());
    while (true) {
      X509Certificate top = chain.getLast();
      if (isSelfSigned(top)) {
        if (!trust.anchors().contains(top)) {
          fault = chain.size() == 1 ? Verdict.SELF_SIGNED : Verdict.SELF_SIGNED_IN_CHAIN;
        }
        return;
      }
      Optional<X509Certificate> issuer = issuer(top);
      // a chain that is too long is said to be so, and then to end too early, which stands
      if (issuer.isEmpty() || chain.size() > trust.depth() + 1) {
        fault = trust.anchors().contains(top) ? Verdict.NO_ISSUER : Verdict.NO_LOCAL_ISSUER;
        return;
      }
      chain.add(issuer.get());
    }
  }

  private Optional<X509Certificate> issuer(X509Certificate certificate) {
    return Stream.concat(trust.anchors().stream(), sent.stream())
        .filter(candidate -> !chain.contains(candidate))
        .filter(
            candidate ->
                candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
        .filter(candidate -> isSignedBy(certificate, candidate))
        .findFirst();
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && isSignedBy(certificate, certificate);
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /// `check_chain_extensions`.
  private void checkExtensions(Purpose purpose) {
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate certificate = chain.get(i);
      int pathLength = certificate.getBasicConstraints();
      if (i > 0 && pathLength < 0 && certificate.getVersion() > 1) {
        fault = Verdict.INVALID_CA;
      } else if (!isFor(certificate, purpose)) {
        fault = Verdict.PURPOSE;
      } else if (i > 1 && pathLength < i - 1) {
        fault = Verdict.PATH_LENGTH;
      }
    }
  }

  private static boolean isFor(X509Certificate certificate, Purpose purpose) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.contains(purpose.keyUsage) || usages.contains(ANY_KEY_USAGE);
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  /// With any `ssl_crl` every certificate of the chain needs a list of its issuer
  /// (`X509_V_FLAG_CRL_CHECK_ALL`).
  private void checkRevocation(Instant now) {
    if (trust.revocations().isEmpty()) {
      return;
    }
    for (X509Certificate certificate : chain) {
      Optional<X509CRL> list =
          trust.revocations().stream()
              .filter(
                  crl -> crl.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
              .findFirst();
      if (list.isEmpty()) {
        fault = Verdict.CRL_MISSING;
      } else {
        checkRevocation(certificate, list.get(), now);
      }
    }
  }

  private void checkRevocation(X509Certificate certificate, X509CRL list, Instant now) {
    Date next = list.getNextUpdate();
    if (next != null && next.toInstant().isBefore(now)) {
      fault = Verdict.CRL_EXPIRED;
    }
    if (list.isRevoked(certificate)) {
      fault = Verdict.REVOKED;
    }
  }

  /// `internal_verify`: from the top down.
  private void checkSignaturesAndTimes(Instant now) {
    boolean startsBelowTop = !isSelfSigned(chain.getLast()) && chain.size() > 1;
    if (chain.size() == 1 && !isSelfSigned(chain.getFirst())) {
      fault = Verdict.UNVERIFIED_LEAF;
    }
    for (int i = chain.size() - (startsBelowTop ? 2 : 1); i >= 0; i--) {
      X509Certificate certificate = chain.get(i);
      if (certificate.getNotBefore().toInstant().isAfter(now)) {
        fault = Verdict.NOT_YET_VALID;
      } else if (certificate.getNotAfter().toInstant().isBefore(now)) {
        fault = Verdict.EXPIRED;
      }
    }
  }
}
