package dev.wsdoctor.conformance.healthy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/// An ordinary request for a page.
final class Page {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private Page() {}

  /// The lines of the answer, head and body.
  static List<String> get(Healthy healthy, int port, SSLContext tls) throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
      plain.setSoTimeout((int) ANSWER_LIMIT.toMillis());
      Socket socket = healthy.isTls() ? Handshake.secured(plain, healthy, tls) : plain;
      socket.getOutputStream().write(request(healthy.url()));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.ISO_8859_1).lines().toList();
    }
  }

  private static byte[] request(URI url) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return "GET %s%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
        .formatted(url.getRawPath(), query, url.getRawAuthority())
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
