package dev.wsdoctor.gateway.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Failures of handshakes in the words of nginx with OpenSSL 3, from those of the JDK.
final class HandshakeWords {
  private static final int ALERTS = 1000;

  private static final Pattern JDK_ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");

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
    if (failure instanceof NotSslRecordException) {
      return failed("error:0A00010B:SSL routines::wrong version number");
    }
    if (message.contains("Connection reset")) {
      return "peer closed connection in SSL handshake (104: Connection reset by peer)";
    }
    Matcher jdk = JDK_ALERT.matcher(message);
    if (jdk.find()) {
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

  /// OpenSSL puts the protocol that brought an alert before its name.
  private static String alert(int number, String name) {
    boolean old = number <= 47 && number != 0;
    return "error:0A%06X:SSL routines::%s alert %s:SSL alert number %d"
        .formatted(ALERTS + number, old ? "sslv3" : "tlsv1", name.replace('_', ' '), number);
  }
}
