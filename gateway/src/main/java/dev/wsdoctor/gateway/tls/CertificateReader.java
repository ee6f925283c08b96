package dev.wsdoctor.gateway.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the certificates, or the revocation lists, of a PEM file.
///
/// @param complaint what OpenSSL says of what could not be read
/// @param certificates those before it
record CertificateReader(
    List<X509Certificate> certificates, List<X509CRL> revocations, Optional<String> complaint) {
  static final String NO_START_LINE =
      "error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE";
  static final String NOT_DER =
      "error:0688010A:asn1 encoding routines::nested asn1 error:Type=X509"
          + " error:0488000D:PEM routines::ASN1 lib";
  private static final String TRUSTED = "TRUSTED CERTIFICATE";
  private static final Set<String> CERTIFICATE = Set.of("CERTIFICATE", "X509 CERTIFICATE", TRUSTED);
  private static final String REVOCATIONS = "X509 CRL";

  CertificateReader {
    certificates = List.copyOf(certificates);
    revocations = List.copyOf(revocations);
  }

  static CertificateReader read(String text) {
    Pem pem = Pem.read(text);
    List<X509Certificate> certificates = new ArrayList<>();
    List<X509CRL> revocations = new ArrayList<>();
    try {
      for (Pem.Block block : pem.blocks()) {
        if (CERTIFICATE.contains(block.label())) {
          certificates.add(certificate(block));
        } else if (block.label().equals(REVOCATIONS)) {
          revocations.add(revocations(block.bytes()));
        }
      }
    } catch (CertificateException | CRLException _) {
      return new CertificateReader(certificates, revocations, Optional.of(NOT_DER));
    }
    return new CertificateReader(certificates, revocations, pem.complaint());
  }

  private static X509Certificate certificate(Pem.Block block) throws CertificateException {
    // behind a trusted certificate stand OpenSSL's remarks on its trust
    byte[] der =
        block.label().equals(TRUSTED)
            ? Der.first(block.bytes()).map(Der::encoded).orElse(block.bytes())
            : block.bytes();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static X509CRL revocations(byte[] der) throws CertificateException, CRLException {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
  }
}
