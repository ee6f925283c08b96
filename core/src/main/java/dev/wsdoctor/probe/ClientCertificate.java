package dev.wsdoctor.probe;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/// A certificate with its key for a server that asks for one (`ssl_verify_client`).
public final class ClientCertificate {
  private static final char[] NO_PASSWORD = {};
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private final KeyStore store;

  private ClientCertificate(KeyStore store) {
    this.store = store;
  }

  /// A certificate, or the sentence that says why it cannot be used.
  public sealed interface Parsed {
    record Valid(ClientCertificate certificate) implements Parsed {}

    record Invalid(String message) implements Parsed {}
  }

  /// From the text of two PEM files: the certificate with its chain, and the key.
  public static Parsed parse(String certificatePem, String keyPem) {
    try {
      Certificate[] chain = chain(certificatePem);
      Optional<PrivateKey> key = key(keyPem, chain[0].getPublicKey().getAlgorithm());
      if (key.isEmpty()) {
        return new Parsed.Invalid(complaint(keyPem));
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("client", key.get(), NO_PASSWORD, chain);
      return new Parsed.Valid(new ClientCertificate(store));
    } catch (GeneralSecurityException | java.io.IOException e) {
      return new Parsed.Invalid(
          "the client certificate and its key cannot be used together: %s; check that both are PEM and belong together"
              .formatted(e.getMessage()));
    }
  }

  private static Certificate[] chain(String pem) throws GeneralSecurityException {
    var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
    Certificate[] chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(bytes)
            .toArray(Certificate[]::new);
    if (chain.length == 0) {
      throw new GeneralSecurityException("expected a certificate in the file but found none");
    }
    return chain;
  }

  private static Optional<PrivateKey> key(String pem, String algorithm)
      throws GeneralSecurityException {
    Matcher found = PKCS8.matcher(pem);
    if (!found.find()) {
      return Optional.empty();
    }
    byte[] der = Base64.getMimeDecoder().decode(found.group(1));
    return Optional.of(
        KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
  }

  private static String complaint(String keyPem) {
    boolean otherForm = keyPem.contains("PRIVATE KEY-----");
    return otherForm
        ? "expected an unencrypted key in PKCS #8 ('BEGIN PRIVATE KEY') but found another form;"
            + " 'openssl pkcs8 -topk8 -nodes -in KEY -out NEW' converts it"
        : "expected a private key ('BEGIN PRIVATE KEY') in the key file but found none";
  }

  /// What shows it in a handshake.
  public List<KeyManager> managers() {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return List.of(factory.getKeyManagers());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key store was made here", e);
    }
  }
}
