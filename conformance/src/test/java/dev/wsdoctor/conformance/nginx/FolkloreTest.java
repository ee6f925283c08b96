package dev.wsdoctor.conformance.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.conformance.Verdicts;
import dev.wsdoctor.finding.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `useless-for-websocket` says has no effect has none: a real nginx moves the same bytes
/// through a tunnel under the most adverse value of each setting.
class FolkloreTest {
  /// `limit_rate` slows no tunnel, and does harm at its end.
  private static final Set<String> SAYING_SO =
      Set.of("useless-for-websocket", "limit-rate-on-tunnel");

  /// More than any buffer on the way, so that a limit on sizes or rates would show.
  private static final int MUCH = 3_000_000;

  private static final int ANSWER_MILLIS = 10_000;

  /// Longer than the one second that the timers below are set to.
  private static final int SILENCE_MILLIS = 1_500;

  /// limit_rate holds for the head of the 101, so that a single byte a second would hold up that.
  private static final List<String> LINES =
      List.of(
          "proxy_buffering on",
          "proxy_buffering off",
          "proxy_request_buffering off",
          "client_max_body_size 1",
          "keepalive_timeout 0",
          "gzip on",
          "limit_rate 1k",
          "proxy_limit_rate 1",
          "tcp_nodelay on",
          "proxy_cache_bypass $http_upgrade",
          "proxy_no_cache $http_upgrade",
          "proxy_send_timeout 1s");

  private static final int BACKEND = Ports.free();
  private static final int PORT = Ports.free();

  private static @Nullable TunnelBackend backend;
  private static @Nullable RealNginx nginx;

  static List<String> lines() {
    return LINES;
  }

  @BeforeAll
  static void start() {
    RealParts.needNginx();
    backend = TunnelBackend.start(BACKEND);
    nginx = RealNginx.start(configuration(), PORT);
  }

  @AfterAll
  static void stop() throws IOException {
    if (nginx != null) {
      nginx.close();
    }
    if (backend != null) {
      backend.close();
    }
  }

  private static String configuration() {
    StringBuilder locations = new StringBuilder();
    for (int i = 0; i < LINES.size(); i++) {
      locations.append(location("/ws/" + i + "/", LINES.get(i)));
    }
    return """
        events {}
        http {
            access_log off;
            server {
                listen 127.0.0.1:%d;
        %s
            }
        }
        """
        .formatted(PORT, locations);
  }

  private static String location(String name, String line) {
    return """
        location %s {
            proxy_pass http://127.0.0.1:%d;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
            proxy_set_header Host $http_host;
            proxy_read_timeout 1h;
            %s;
        }
        """
        .formatted(name, BACKEND, line);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void aTunnelDoesNotNoticeIt(String line) throws IOException {
    byte[] sent = new byte[MUCH];
    new Random(LINES.indexOf(line)).nextBytes(sent);
    try (Socket socket = opened(line)) {
      Thread.ofVirtual().start(() -> write(socket, sent));
      assertThat(socket.getInputStream().readNBytes(MUCH)).as(line).isEqualTo(sent);
    }
  }

  @Test
  void aSilentTunnelOutlivesTheTimersThatAreNotItsOwn() throws IOException {
    for (String line : List.of("keepalive_timeout 0", "proxy_send_timeout 1s")) {
      try (Socket socket = opened(line)) {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read())
            .as(line)
            .isInstanceOf(SocketTimeoutException.class);
        write(socket, new byte[] {7});
        assertThat(socket.getInputStream().read()).as(line).isEqualTo(7);
      }
    }
  }

  /// `proxy_send_timeout` alone is not worth a word, as it does no harm and comes with others.
  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void theProductSaysSo(String line) {
    try (TemporaryFolder folder = TemporaryFolder.create("folklore")) {
      String settings = line.startsWith("proxy_send_timeout") ? line + "; gzip off" : line;
      folder.write(
          "nginx.conf",
          "events {}\nhttp { server { listen 80;\n" + location("/ws", settings) + "} }\n");
      assertThat(
              Verdicts.check(
                      URI.create("ws://example.com/ws"),
                      List.of(),
                      folder.path().resolve("nginx.conf"))
                  .causes())
          .filteredOn(cause -> SAYING_SO.contains(cause.id()))
          .extracting(Finding::summary)
          .singleElement()
          .asString()
          .contains(line.substring(0, line.indexOf(' ')));
    }
  }

  private static Socket opened(String line) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT);
    socket.setSoTimeout(ANSWER_MILLIS);
    write(
        socket,
        "GET /ws/%d/ HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"
            .formatted(LINES.indexOf(line))
            .getBytes(StandardCharsets.ISO_8859_1));
    TunnelBackend.skipHead(socket.getInputStream());
    return socket;
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException _) {
      // the reading side will show it
    }
  }
}
