package dev.wsdoctor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.log.LogSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the error log says of TLS connections that go wrong. The sentences are those of Debian's
/// nginx 1.22.1 for the same bytes.
class BrokenTlsTest {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String RECORD_OF_NOBODY = "\27\3\3\0\20" + "0123456789abcdef";

  @TempDir Path folder;

  private final class Stage implements AutoCloseable {
    final ServerSocket backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Gateway gateway;

    Stage() throws IOException {
      GatewaySettings settings =
          GatewaySettings.onLoopback(NginxVersion.NEWEST_STABLE)
              .logging(LogSettings.of(folder).withErrorLog(folder.resolve("error.log").toString()));
      String text =
          """
          error_log %s info;
          events {}
          http {
            access_log off;
            server {
              listen 443 ssl;
              %s
              location / {
                proxy_pass http://127.0.0.1:%d;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection upgrade;
              }
            }
          }
          """
              .formatted(
                  folder.resolve("error.log"), ClientSockets.IDENTITY, backend.getLocalPort());
      gateway =
          switch (Gateway.start(
              Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1)),
              settings)) {
            case GatewayStart.Started(Gateway started) -> started;
            case GatewayStart.Refused(List<String> messages) -> throw new AssertionError(messages);
          };
    }

    Socket connect() throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port(443));
      socket.setSoTimeout(PATIENCE_MILLIS);
      return socket;
    }

    /// What the log says of connections, when all of them are over.
    List<String> said() throws Exception {
      gateway.drain().toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      gateway.close();
      return Files.readAllLines(folder.resolve("error.log")).stream()
          .filter(line -> line.contains(" *"))
          .map(line -> line.replaceFirst("^.* \\[", "[").replaceFirst("\\] .*?\\*\\d+ ", "] "))
          .toList();
    }

    @Override
    public void close() throws IOException {
      gateway.close();
      backend.close();
    }
  }

  /// Opens a tunnel inside of TLS; the socket outside of it stays in hand.
  private static SSLSocket tunnel(Stage stage, Socket raw) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            ((SSLSocketFactory) ClientSockets.trusting())
                .createSocket(raw, "localhost", 443, false);
    tls.getOutputStream()
        .write(
            "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    Socket upstream = stage.backend.accept();
    upstream.setSoTimeout(PATIENCE_MILLIS);
    upstream
        .getOutputStream()
        .write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n!"
                .getBytes(StandardCharsets.US_ASCII));
    while (tls.getInputStream().read() != '!') {
      assertThat(tls.isClosed()).isFalse();
    }
    return tls;
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  enum Noise {
    RECORD(RECORD_OF_NOBODY, "0A000119:SSL routines::decryption failed or bad record mac"),
    PLAIN_TEXT("GET / HTTP/1.1\r\n\r\n", "0A00010B:SSL routines::wrong version number");

    final String bytes;
    final String error;

    Noise(String bytes, String error) {
      this.bytes = bytes;
      this.error = error;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoRecordOfTheClientEndsTheTunnel(Noise noise) throws Exception {
    try (Stage stage = new Stage();
        Socket raw = stage.connect()) {
      SSLSocket tls = tunnel(stage, raw);
      raw.getOutputStream().write(noise.bytes.getBytes(StandardCharsets.ISO_8859_1));
      raw.getInputStream().readAllBytes(); // until the gateway closes it
      assertThat(tls.isConnected()).isTrue();
      assertThat(stage.said())
          .singleElement()
          .asString()
          .startsWith(
              "[info] SSL_read() failed (SSL: error:"
                  + noise.error
                  + ") while proxying upgraded connection, client: 127.0.0.1, server: , request:"
                  + " \"GET /ws HTTP/1.1\", upstream: ");
    }
  }

  @Test
  void aResetOfATunnelIsAnEndLikeAnyOther() throws Exception {
    try (Stage stage = new Stage();
        Socket raw = stage.connect()) {
      SSLSocket tls = tunnel(stage, raw);
      assertThat(tls.isConnected()).isTrue();
      reset(raw);
      assertThat(stage.said()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoGoesBeforeTheHandshakeIsNoted(boolean hasBegun) throws Exception {
    try (Stage stage = new Stage();
        Socket raw = stage.connect()) {
      OutputStream out = raw.getOutputStream();
      if (hasBegun) {
        out.write(new byte[] {22, 3, 1});
      }
      raw.shutdownOutput();
      raw.getInputStream().readAllBytes();
      assertThat(stage.said())
          .singleElement()
          .asString()
          .startsWith(
              hasBegun
                  ? "[info] peer closed connection in SSL handshake while SSL handshaking, client:"
                  : "[info] client closed connection while SSL handshaking, client:");
    }
  }
}
