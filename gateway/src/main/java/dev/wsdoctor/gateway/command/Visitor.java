package dev.wsdoctor.gateway.command;

import dev.wsdoctor.gateway.tls.AnyPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Asks the gateway of a [Training] for what gateways are asked for.
final class Visitor {
  private static final int PATIENCE_MILLIS = 2000;
  private static final int MOST_BYTES = 4096;
  private static final String MESSAGE = "0123456789abcdef".repeat(4);
  private static final int MESSAGES = 4;
  private static final String HEAD_END = "\r\n\r\n";
  private static final String UPGRADE =
      """
      GET /ws HTTP/1.1\r
      Host: localhost\r
      User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r
      Origin: http://localhost\r
      Connection: keep-alive, Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """;

  private final int port;
  private final int tlsPort;
  private final SocketFactory tls = tls();

  Visitor(int port, int tlsPort) {
    this.port = port;
    this.tlsPort = tlsPort;
  }

  void comePlainly() throws IOException {
    ask("GET /answer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    talk(SocketFactory.getDefault(), port);
  }

  void comeSecurely() throws IOException {
    talk(tls, tlsPort);
  }

  /// Upgrades, and hears its messages again.
  private static void talk(SocketFactory sockets, int port) throws IOException {
    try (Socket client = sockets.createSocket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(PATIENCE_MILLIS);
      client.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.ISO_8859_1));
      int head = 0;
      for (int seen = 0; seen < HEAD_END.length(); head++) {
        int b = client.getInputStream().read();
        if (b < 0 || head == MOST_BYTES) {
          throw new IOException("the training got no head");
        }
        seen = b == HEAD_END.charAt(seen) ? seen + 1 : 0;
      }
      for (int i = 0; i < MESSAGES; i++) {
        client.getOutputStream().write(MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        client.getInputStream().readNBytes(MESSAGE.length());
      }
    }
  }

  private void ask(String request) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(PATIENCE_MILLIS);
      client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      client.getInputStream().readNBytes(1);
    }
  }

  /// Sockets that speak TLS with anybody.
  private static SocketFactory tls() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyPeer(List.of())}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }
}
