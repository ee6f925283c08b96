package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// The parts themselves: nginx starts, reloads and leaves nothing behind.
class RealPartsTest {
  private static final String ANSWERS =
      """
      events {}
      http { server { listen 127.0.0.1:%d; return 200 "%s"; } }
      """;

  @Test
  void nginxServesReloadsAndLeavesNothingBehind() throws IOException {
    RealParts.needNginx();
    int port = Ports.free();
    RealNginx nginx = RealNginx.start(ANSWERS.formatted(port, "first"), port);
    try (nginx) {
      assertThat(get(port)).endsWith("first");
      nginx.reload(ANSWERS.formatted(port, "second"));
      assertThat(get(port)).endsWith("second");
    }
    assertThat(nginx.folder()).doesNotExist();
    assertThat(ProcessHandle.of(nginx.pid())).isEmpty();
    assertThat(Ports.accepts(port)).isFalse();
  }

  @Test
  void aConfigurationThatNginxRefusesIsAnErrorWithItsWords() {
    RealParts.needNginx();
    assertThat(RealNginx.test("events {}\nhttp { bogus on; }\n").output())
        .contains("unknown directive \"bogus\"");
    assertThatThrownBy(() -> RealNginx.start("events {}\nhttp { bogus on; }\n"))
        .hasMessageContaining("unknown directive \"bogus\"");
  }

  @Test
  void theBackendRefusesWhatIsNoHandshake() throws IOException {
    RealParts.needWebSocketBackend();
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      assertThat(get(backend.port())).startsWith("HTTP/1.1 426 Upgrade Required");
    }
  }

  @Test
  void theBackendListensOnAUnixSocket() {
    RealParts.needWebSocketBackend();
    try (TemporaryFolder folder = TemporaryFolder.create("unix");
        WebSocketBackend backend =
            WebSocketBackend.start("--unix", folder.path().resolve("s").toString())) {
      assertThat(backend.port()).isZero();
      assertThat(Files.exists(folder.path().resolve("s"))).isTrue();
    }
  }

  private static String get(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        InputStream in = socket.getInputStream()) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
