package dev.wsdoctor.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/// A client's certificate in the words of nginx's variables (`ngx_event_openssl.c`).
record PeerCertificate(X509Certificate certificate) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int PEM_LINE = 64;

  /// Names of OpenSSL for what Java prints as numbers.
  private static final Map<String, String> KEYWORDS =
      Map.of(
          "1.2.840.113549.1.9.1", "emailAddress",
          "2.5.4.4", "SN",
          "2.5.4.5", "serialNumber",
          "2.5.4.12", "title",
          "2.5.4.42", "GN",
          "2.5.4.13", "description");

  /// `$ssl_client_s_dn`, by RFC 2253 with bytes above ASCII escaped.
  String subject() {
    return name(certificate.getSubjectX500Principal());
  }

  /// `$ssl_client_i_dn`.
  String issuer() {
    return name(certificate.getIssuerX500Principal());
  }

  private static String name(X500Principal principal) {
    var text = new StringBuilder();
    for (byte b :
        principal.getName(X500Principal.RFC2253, KEYWORDS).getBytes(StandardCharsets.UTF_8)) {
      if (b < 0) {
        text.append('\\').append(HexFormat.of().withUpperCase().toHexDigits(b));
      } else {
        text.append((char) b);
      }
    }
    return text.toString();
  }

  /// `$ssl_client_serial`.
  String serial() {
    String hex = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    return hex.length() % 2 == 0 ? hex : "0" + hex;
  }

  /// `$ssl_client_fingerprint`: SHA-1.
  String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /// `$ssl_client_v_start`.
  String validFrom() {
    return TIME.format(certificate.getNotBefore().toInstant());
  }

  /// `$ssl_client_v_end`.
  String validTo() {
    return TIME.format(certificate.getNotAfter().toInstant());
  }

  /// `$ssl_client_v_remain`: whole days.
  String daysLeft(Instant now) {
    long days = Duration.between(now, certificate.getNotAfter().toInstant()).toDays();
    return Long.toString(Math.max(0, days));
  }

  /// `$ssl_client_raw_cert`: PEM.
  String pem() {
    try {
      String base64 =
          Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'})
              .encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read has its bytes", e);
    }
  }
}
