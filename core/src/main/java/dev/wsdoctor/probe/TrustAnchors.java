package dev.wsdoctor.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The authorities that this machine trusts: Java's own and the system's, where company authorities
/// are installed.
final class TrustAnchors {
  private static final List<Path> SYSTEM_BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

  private TrustAnchors() {}

  static Set<TrustAnchor> ofThisMachine() {
    Set<TrustAnchor> anchors = new HashSet<>(ofJava());
    SYSTEM_BUNDLES.stream().filter(Files::isReadable).forEach(file -> anchors.addAll(read(file)));
    return anchors;
  }

  /// Those of one file alone; none where it cannot be read.
  static Set<TrustAnchor> of(Path bundle) {
    return read(bundle);
  }

  private static Set<TrustAnchor> ofJava() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return anchors(
          Arrays.stream(factory.getTrustManagers())
              .filter(X509TrustManager.class::isInstance)
              .flatMap(one -> Arrays.stream(((X509TrustManager) one).getAcceptedIssuers())));
    } catch (GeneralSecurityException _) {
      // A Java without usable cacerts still has the system's bundle.
      return Set.of();
    }
  }

  private static Set<TrustAnchor> read(Path bundle) {
    try (InputStream in = Files.newInputStream(bundle)) {
      return anchors(
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast));
    } catch (IOException | CertificateException _) {
      return Set.of();
    }
  }

  private static Set<TrustAnchor> anchors(Stream<X509Certificate> certificates) {
    Set<TrustAnchor> anchors = new HashSet<>();
    certificates.forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
    return anchors;
  }
}
