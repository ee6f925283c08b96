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
import java.net.ServerSocket;
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

  /// More than all buffers of a blocked tunnel hold.
  private static final int ENDLESS = 20 * MUCH;

  private static final int ANSWER_MILLIS = 10_000;

  /// Longer than the one second that the timers below are set to.
  private static final int SILENCE_MILLIS = 1_500;

  /// The limit of writes that the backend does not take: an idle tunnel has none.
  private static final String BLOCKED_WRITES = "proxy_send_timeout 1s";

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
          BLOCKED_WRITES);

  private static final int BACKEND = Ports.free();
  private static final int PORT = Ports.free();
  private static final int ALONE = Ports.free();

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
    for (String line : List.of("keepalive_timeout 0", BLOCKED_WRITES)) {
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

  /// What nginx had taken by then is all that a backend gets that did not read for that long.
  @Test
  void aBackendThatDoesNotReadLosesItsTunnelByProxySendTimeout() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RealNginx _ = RealNginx.start(alone(deaf.getLocalPort()), ALONE);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), ALONE)) {
      write(client, handshake("/ws"));
      try (Socket tunnel = deaf.accept()) {
        tunnel.setSoTimeout(ANSWER_MILLIS);
        TunnelBackend.skipHead(tunnel.getInputStream());
        write(tunnel, head("HTTP/1.1 101 Switching Protocols"));
        TunnelBackend.skipHead(client.getInputStream());
        Thread.ofVirtual().start(() -> write(client, new byte[ENDLESS]));
        client.setSoTimeout(2 * SILENCE_MILLIS);
        awaitSilence(client);
        assertThat(tunnel.getInputStream().readNBytes(ENDLESS)).hasSizeLessThan(ENDLESS);
      }
    }
  }

  private static String alone(int backend) {
    return "events {}\nhttp { access_log off; server { listen 127.0.0.1:%d;\n%s} }\n"
        .formatted(ALONE, location("/ws", BLOCKED_WRITES).replace(":" + BACKEND, ":" + backend));
  }

  static List<String> idle() {
    return LINES.stream().filter(line -> !line.equals(BLOCKED_WRITES)).toList();
  }

  @Test
  void theProductDoesNotCallProxySendTimeoutUseless() {
    assertThat(saying(BLOCKED_WRITES + "; gzip off"))
        .singleElement()
        .asString()
        .doesNotContain("proxy_send_timeout");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("idle")
  void theProductSaysSo(String line) {
    assertThat(saying(line))
        .singleElement()
        .asString()
        .contains(line.substring(0, line.indexOf(' ')));
  }

  private static List<String> saying(String settings) {
    try (TemporaryFolder folder = TemporaryFolder.create("folklore")) {
      folder.write(
          "nginx.conf",
          "events {}\nhttp { server { listen 80;\n" + location("/ws", settings) + "} }\n");
      return Verdicts.check(
              URI.create("ws://example.com/ws"), List.of(), folder.path().resolve("nginx.conf"))
          .causes()
          .stream()
          .filter(cause -> SAYING_SO.contains(cause.id()))
          .map(Finding::summary)
          .toList();
    }
  }

  private static Socket opened(String line) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT);
    socket.setSoTimeout(ANSWER_MILLIS);
    write(socket, handshake("/ws/%d/".formatted(LINES.indexOf(line))));
    TunnelBackend.skipHead(socket.getInputStream());
    return socket;
  }

  private static byte[] handshake(String path) {
    return head("GET " + path + " HTTP/1.1\r\nHost: a");
  }

  private static byte[] head(String start) {
    return (start + "\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void awaitSilence(Socket socket) throws IOException {
    try {
      socket.getInputStream().read();
    } catch (SocketTimeoutException _) {
      // that long it was
    }
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException _) {
      // the reading side will show it
    }
  }
}
