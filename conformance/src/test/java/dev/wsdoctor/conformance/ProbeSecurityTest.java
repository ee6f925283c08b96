package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// `wsdoctor probe URL --security`: what is open is found, what is closed is left in peace.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeSecurityTest {
  private static final String ANY =
      """
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      """;
  private static final String WEBSOCKET_ONLY = ANY.replace("$http_upgrade", "$only_websocket");

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Test
  void aServerThatLooksAtNeitherOriginIsFound() {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      Run run = through("proxy_pass http://" + backend.address() + "; " + ANY);
      assertThat(run.causes()).as(run.out()).containsExactly("origin-not-checked");
      assertThat(run.exitCode()).isZero();
      assertThat(verdicts(run)).containsExactly("open", "open", "ok", "ok", "ok", "ok");
    }
  }

  @Test
  void aServerThatChecksEverythingIsHealthy() {
    try (WebSocketBackend backend = WebSocketBackend.start("--origin", "http://app.example")) {
      Run run =
          through(
              "proxy_pass http://" + backend.address() + "; " + ANY,
              "--origin",
              "http://app.example");
      assertThat(run.causes()).as(run.out()).isEmpty();
      assertThat(verdicts(run)).containsExactly("ok", "ok", "ok", "ok", "ok", "ok");
    }
  }

  @Test
  void aTunnelForAnyProtocolIsFound() {
    try (BadPeer agreeable = BadPeer.start(socket -> ProbeBadPeersTest.open(socket, "", ""))) {
      Run run = through("proxy_pass http://127.0.0.1:" + agreeable.port() + "; " + ANY);
      assertThat(run.causes()).contains("any-upgrade-forwarded");
      assertThat(verdicts(run)).containsExactly("open", "open", "open", "open", "open", "lenient");
    }
  }

  @Test
  void aMapThatKnowsWebsocketOnlyClosesIt() {
    try (BadPeer agreeable = BadPeer.start(ProbeSecurityTest::openIfAsked)) {
      Run run = through("proxy_pass http://127.0.0.1:" + agreeable.port() + "; " + WEBSOCKET_ONLY);
      assertThat(run.causes()).as(run.out()).containsExactly("origin-not-checked");
      assertThat(verdicts(run).subList(2, 4)).containsExactly("ok", "ok");
    }
  }

  @Test
  void whereNoSocketOpensNothingIsClaimed() {
    Run run = through("return 404;");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.causes()).isEmpty();
    assertThat(verdicts(run)).containsOnly("unknown");
  }

  /// A backend that switches to whatever it is asked for, but only when it is asked.
  private static void openIfAsked(Socket socket) throws IOException {
    String head = BadPeer.readHead(socket);
    if (!head.contains("Upgrade: ")) {
      BadPeer.write(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    ProbeBadPeersTest.accept(socket, head, "", "");
  }

  private static List<String> verdicts(Run run) {
    return ProbeCommandTest.column(run.json().get("handshakes"), "verdict");
  }

  private static Run through(String location, String... options) {
    int port = Ports.free();
    try (RealNginx _ =
        RealNginx.start(
            """
            events {}
            http {
                map $http_upgrade $only_websocket { default ''; ~*^websocket$ websocket; }
                server { listen 127.0.0.1:%d; location / { %s } }
            }
            """
                .formatted(port, location),
            port)) {
      List<String> line = new ArrayList<>(List.of("ws://127.0.0.1:" + port + "/", "--security"));
      line.addAll(List.of(options));
      return ProbeCommandTest.probe(line.toArray(String[]::new));
    }
  }
}
