package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Directive;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A certificate with its chain and its key: what `ssl_certificate` and `ssl_certificate_key` name
/// together (`ngx_ssl_certificate`).
record Identity(List<X509Certificate> chain, PrivateKey key) {
  private static final String MISMATCH =
      "error:05800074:x509 certificate routines::key values mismatch";
  private static final String OTHER_TYPE =
      "error:05800073:x509 certificate routines::key type mismatch";

  Identity {
    chain = List.copyOf(chain);
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  /// `RSA`, `EC` or `EdDSA`.
  String algorithm() {
    return certificate().getPublicKey().getAlgorithm();
  }

  /// Those of a server or a location: `certificates` in force and the `keys` in force, in pairs.
  static List<Identity> of(
      List<Directive> certificates,
      List<Directive> keys,
      List<String> passwords,
      PemFiles files,
      Complaints complaints) {
    List<Identity> identities = new ArrayList<>();
    for (int i = 0; i < certificates.size(); i++) {
      Directive certificate = certificates.get(i);
      if (i >= keys.size()) {
        complaints.error(
            certificate,
            "no \"%s_key\" is defined for certificate \"%s\""
                .formatted(certificate.name(), certificates.getLast().parameter()));
        break;
      }
      of(certificate, keys.get(i), passwords, files, complaints).ifPresent(identities::add);
    }
    return identities;
  }

  private static Optional<Identity> of(
      Directive certificate,
      Directive key,
      List<String> passwords,
      PemFiles files,
      Complaints complaints) {
    List<X509Certificate> chain = chain(certificate, files, complaints);
    if (chain.isEmpty()) {
      return Optional.empty();
    }
    Optional<PrivateKey> read = key(key, passwords, files, complaints);
    Optional<String> mismatch = read.flatMap(k -> mismatch(chain.getFirst().getPublicKey(), k));
    mismatch.ifPresent(
        why ->
            complaints.error(
                key,
                "SSL_CTX_use_PrivateKey(\"%s\") failed (SSL: %s)"
                    .formatted(name(key, files), why)));
    return mismatch.isPresent() ? Optional.empty() : read.map(k -> new Identity(chain, k));
  }

  private static List<X509Certificate> chain(
      Directive directive, PemFiles files, Complaints complaints) {
    String sentence = "cannot load certificate \"" + name(directive, files) + "\": ";
    Optional<String> text = text(directive, sentence, files, complaints);
    if (text.isEmpty()) {
      return List.of();
    }
    CertificateReader read = CertificateReader.read(text.get());
    if (read.certificates().isEmpty()) {
      complaints.error(
          directive,
          "%sPEM_read_bio_X509_AUX() failed (SSL: %s)"
              .formatted(sentence, read.complaint().orElse(CertificateReader.NO_START_LINE)));
    } else if (read.complaint().isPresent()) {
      complaints.error(
          directive,
          "%sPEM_read_bio_X509() failed (SSL: %s)".formatted(sentence, read.complaint().get()));
      return List.of();
    }
    return read.certificates();
  }

  private static Optional<PrivateKey> key(
      Directive directive, List<String> passwords, PemFiles files, Complaints complaints) {
    String sentence = "cannot load certificate key \"" + name(directive, files) + "\": ";
    Optional<String> text = text(directive, sentence, files, complaints);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (PrivateKeyReader.read(text.get(), passwords)) {
      case PrivateKeyReader.Result.Key(PrivateKey key) -> Optional.of(key);
      case PrivateKeyReader.Result.Failed(String why) -> {
        complaints.error(
            directive, "%sPEM_read_bio_PrivateKey() failed (SSL: %s)".formatted(sentence, why));
        yield Optional.empty();
      }
    };
  }

  /// The text of the file, or what stands behind `data:`.
  private static Optional<String> text(
      Directive directive, String sentence, PemFiles files, Complaints complaints) {
    String written = directive.parameter();
    if (written.contains("$") || written.startsWith("engine:") || written.startsWith("store:")) {
      complaints.unsupported(directive, "\"" + written + "\" for \"" + directive.name() + "\"");
      return Optional.empty();
    }
    if (written.startsWith("data:")) {
      return Optional.of(written.substring("data:".length()));
    }
    return switch (files.open(files.path(written))) {
      case PemFiles.Opened.Text(String text) -> Optional.of(text);
      case PemFiles.Opened.Failed(_, String openssl) -> {
        complaints.error(
            directive, "%sBIO_new_file() failed (SSL: %s)".formatted(sentence, openssl));
        yield Optional.empty();
      }
    };
  }

  private static String name(Directive directive, PemFiles files) {
    String written = directive.parameter();
    return written.startsWith("data:") ? written : files.path(written);
  }

  private static Optional<String> mismatch(PublicKey certificate, PrivateKey key) {
    boolean sameType =
        certificate.getAlgorithm().startsWith(key.getAlgorithm())
            || key.getAlgorithm().startsWith(certificate.getAlgorithm());
    if (!sameType) {
      return Optional.of(OTHER_TYPE);
    }
    return belongs(certificate, key) ? Optional.empty() : Optional.of(MISMATCH);
  }

  private static boolean belongs(PublicKey certificate, PrivateKey key) {
    if (certificate instanceof RSAPublicKey open && key instanceof RSAPrivateKey secret) {
      return open.getModulus().equals(secret.getModulus());
    }
    if (certificate instanceof ECPublicKey open && key instanceof ECPrivateKey secret) {
      return open.getParams().getCurve().equals(secret.getParams().getCurve())
          && SignatureTrial.fits(open, secret, "SHA256withECDSA");
    }
    return SignatureTrial.fits(certificate, key, certificate.getAlgorithm());
  }
}
