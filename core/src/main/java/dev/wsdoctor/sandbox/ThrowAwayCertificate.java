package dev.wsdoctor.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A key and its self-signed certificate, made when first needed and never kept.
///
/// P-256, since Java makes such a key in a millisecond where RSA takes half a second. The
/// certificate is written in DER by hand (RFC 5280, 4.1): version 1, no extensions; nobody here
/// verifies it.
final class ThrowAwayCertificate {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int GENERALIZED_TIME = 0x18;

  /// 1.2.840.10045.4.3.2
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };

  /// 2.5.4.3
  private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

  private final KeyPair pair;
  private final byte[] certificate;

  private ThrowAwayCertificate(KeyPair pair, byte[] certificate) {
    this.pair = pair;
    this.certificate = certificate;
  }

  private static final class Holder {
    static final ThrowAwayCertificate CERTIFICATE = make();
  }

  /// The one of this process.
  static ThrowAwayCertificate get() {
    return Holder.CERTIFICATE;
  }

  private static ThrowAwayCertificate make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair pair = generator.generateKeyPair();
      byte[] body = body(pair);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(body);
      return new ThrowAwayCertificate(
          pair, element(SEQUENCE, body, algorithm(), bitString(signature.sign())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has EC keys and SHA-256", e);
    }
  }

  private static byte[] body(KeyPair pair) {
    byte[] name =
        element(
            SEQUENCE,
            element(
                SET,
                element(
                    SEQUENCE,
                    element(OBJECT_IDENTIFIER, COMMON_NAME),
                    element(UTF8_STRING, ascii("wsdoctor sandbox")))));
    byte[] validity =
        element(
            SEQUENCE,
            element(GENERALIZED_TIME, ascii("20200101000000Z")),
            element(GENERALIZED_TIME, ascii("20991231235959Z")));
    byte[] serial = element(INTEGER, new byte[] {1});
    return element(
        SEQUENCE, serial, algorithm(), name, validity, name, pair.getPublic().getEncoded());
  }

  private static byte[] algorithm() {
    return element(SEQUENCE, element(OBJECT_IDENTIFIER, ECDSA_WITH_SHA256));
  }

  private static byte[] bitString(byte[] bits) {
    return element(BIT_STRING, new byte[] {0}, bits);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length & 0xff);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  String certificatePem() {
    return pem("CERTIFICATE", certificate);
  }

  String keyPem() {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  private static String pem(String what, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }

  /// A server's side of TLS with this certificate.
  SSLContext serverContext() {
    try {
      Certificate parsed =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("sandbox", pair.getPrivate(), new char[0], new Certificate[] {parsed});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java platform has TLS and PKCS #12", e);
    }
  }
}
