package dev.wsdoctor.gateway.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Failures of handshakes in the words of nginx with OpenSSL 3, from those of BoringSSL and of the
/// JDK.
final class HandshakeWords {
  private static final int ALERTS = 1000;

  /// `error:10000438:SSL routines:OPENSSL_internal:TLSV1_ALERT_INTERNAL_ERROR`.
  private static final Pattern BORINGSSL =
      Pattern.compile("error:1?0*([0-9a-fA-F]+):SSL routines:OPENSSL_internal:([A-Z0-9_]+)");

  private static final Pattern JDK_ALERT =
      Pattern.compile("(?:Received fatal alert: |\\()([a-z_]+)\\)?");

  /// Reasons whose numbers differ between the two libraries.
  private static final Map<String, Integer> NUMBERS =
      Map.of(
          "WRONG_VERSION_NUMBER", 0x10B,
          "UNSUPPORTED_PROTOCOL", 0x102,
          "NO_SHARED_CIPHER", 0xC1,
          "HTTP_REQUEST", 0x9C,
          "UNEXPECTED_MESSAGE", 0xF4,
          "NO_COMMON_SIGNATURE_ALGORITHMS", 0x76,
          "NO_SUITABLE_KEY_SHARE", 0x65);

  /// RFC 8446, 6.2, by the names of the JDK.
  private static final Map<String, Integer> ALERT_NUMBERS =
      Map.ofEntries(
          Map.entry("unexpected_message", 10),
          Map.entry("handshake_failure", 40),
          Map.entry("bad_certificate", 42),
          Map.entry("unsupported_certificate", 43),
          Map.entry("certificate_revoked", 44),
          Map.entry("certificate_expired", 45),
          Map.entry("certificate_unknown", 46),
          Map.entry("illegal_parameter", 47),
          Map.entry("unknown_ca", 48),
          Map.entry("access_denied", 49),
          Map.entry("decode_error", 50),
          Map.entry("decrypt_error", 51),
          Map.entry("protocol_version", 70),
          Map.entry("insufficient_security", 71),
          Map.entry("internal_error", 80),
          Map.entry("unrecognized_name", 112),
          Map.entry("certificate_required", 116),
          Map.entry("no_application_protocol", 120));

  private HandshakeWords() {}

  /// The message without its ` while SSL handshaking`.
  static String of(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher boringssl = BORINGSSL.matcher(message);
    if (boringssl.find()) {
      return failed(ofReason(boringssl.group(2), Integer.parseInt(boringssl.group(1), 16)));
    }
    if (failure instanceof NotSslRecordException) {
      return failed(ofReason("WRONG_VERSION_NUMBER", 0));
    }
    if (message.contains("Connection reset")) {
      return "peer closed connection in SSL handshake (104: Connection reset by peer)";
    }
    Matcher jdk = JDK_ALERT.matcher(message);
    if (message.startsWith("Received fatal alert") && jdk.find()) {
      int number = ALERT_NUMBERS.getOrDefault(jdk.group(1), 0);
      return failed(alert(number, jdk.group(1)));
    }
    if (failure instanceof ClosedChannelException || message.contains("closed")) {
      return "peer closed connection in SSL handshake";
    }
    return failure instanceof IOException ? failed(message) : message;
  }

  private static String failed(String why) {
    return "SSL_do_handshake() failed (SSL: " + why + ")";
  }

  private static String ofReason(String boringssl, int number) {
    String reason = boringssl.equals("NO_SHARED_GROUP") ? "NO_SUITABLE_KEY_SHARE" : boringssl;
    String words = reason.toLowerCase(Locale.ROOT).replace('_', ' ');
    if (number > ALERTS && reason.contains("ALERT")) {
      return "error:0A%06X:SSL routines::%s:SSL alert number %d"
          .formatted(number, words, number - ALERTS);
    }
    return "error:0A%06X:SSL routines::%s".formatted(NUMBERS.getOrDefault(reason, number), words);
  }

  /// OpenSSL puts the protocol that brought an alert before its name.
  private static String alert(int number, String name) {
    boolean old = number <= 47 && number != 0;
    return "error:0A%06X:SSL routines::%s alert %s:SSL alert number %d"
        .formatted(ALERTS + number, old ? "sslv3" : "tlsv1", name.replace('_', ' '), number);
  }
}
