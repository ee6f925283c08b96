package dev.wsdoctor.gateway;

import dev.wsdoctor.gateway.tls.AnyPeer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Clients that speak TLS with any server, and a server's certificate for them.
final class ClientSockets {
  /// The directives of a certificate and its key.
  static final String IDENTITY = identity();

  private ClientSockets() {}

  private static String identity() {
    try (InputStream in =
        Objects.requireNonNull(
            Gateway.class.getResourceAsStream("command/training.pem"), "no training.pem")) {
      String pem = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return "ssl_certificate \"data:%1$s\"; ssl_certificate_key \"data:%1$s\";".formatted(pem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SocketFactory trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyPeer(List.of())}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
