package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tools.jackson.databind.JsonNode;

/// What `wsdoctor logs` says of the logs that a real nginx wrote, with the formats that it suggests
/// itself: each kind of end is provoked, and has to be told from the others.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class LogsTest {
  private static final Duration LOG_LIMIT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

  private final int port = Ports.free();

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Test
  void eachSocketIsGivenToWhoEndedIt() {
    try (WebSocketBackend backend = WebSocketBackend.start();
        BadPeer resetting = BadPeer.start(LogsTest::openAndReset);
        RealNginx nginx =
            RealNginx.start(configuration(backend, "127.0.0.1:" + resetting.port()), port)) {
      provoke(nginx);
      Product.Run run = logs(nginx, "--format", "json");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
      JsonNode report = run.json();
      assertThat(report.get("endings").toString())
          .isEqualTo("{\"idle_limit\":3,\"backend\":2,\"client\":2,\"orderly\":1}");
      assertThat(report.get("sockets").get("count").asInt()).isEqualTo(8);
      assertThat(marks(report)).anyMatch(mark -> mark.contains("proxy_read_timeout"));
      assertThat(refusals(report)).containsExactlyInAnyOrder("403 nginx 3", "502 nginx 3");
      assertThat(run.causes())
          .contains(
              "read-timeout-too-short",
              "closed-by-backend",
              "access-refused",
              "upstream-unreachable")
          .doesNotContain("origin-rejected-by-backend");
      assertThat(placeOf(report, "read-timeout-too-short")).isEqualTo("proxy_read_timeout 1s");
      assertThat(placeOf(report, "upstream-unreachable"))
          .startsWith("proxy_pass http://127.0.0.1:");
      assertThat(placeOf(report, "access-refused")).startsWith("location /deny");
      assertText(nginx);
    }
  }

  private void provoke(RealNginx nginx) {
    List<HeldSocket> idle = open("/idle", 3);
    open("/fast", 2).forEach(HeldSocket::reset);
    open("/fast", 1).forEach(HeldSocket::close);
    open("/reset", 2).forEach(HeldSocket::awaitEnd);
    for (int i = 0; i < 3; i++) {
      HeldSocket.open(port, "/deny").close();
      HeldSocket.open(port, "/down").close();
      HeldSocket.open(port, "/page").close();
    }
    idle.forEach(HeldSocket::awaitEnd);
    awaitLines(nginx, "\"101\"", 8);
    awaitLines(nginx, "\"403\"", 3);
    awaitLines(nginx, "\"502\"", 3);
  }

  private void assertText(RealNginx nginx) {
    String text = logs(nginx).out();
    assertThat(text)
        .contains("8 sockets ended (", "9 handshakes refused")
        .contains("3  nginx, because nothing was sent for too long")
        .contains("2  the backend, by a reset")
        .contains("2  the client, by a reset")
        .contains("403 by nginx, location /deny")
        .contains("3 at 1 s: proxy_read_timeout")
        .contains("[read-timeout-too-short]");
  }

  private List<HeldSocket> open(String path, int count) {
    List<HeldSocket> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      held.add(HeldSocket.open(port, path));
    }
    assertThat(held).as(path).allMatch(HeldSocket::opened);
    return held;
  }

  private static void openAndReset(Socket socket) throws IOException {
    BadPeer.readHead(socket);
    BadPeer.write(socket, SWITCHING);
    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private String configuration(WebSocketBackend backend, String resetting) {
    Product.Run suggestion = Product.run(List.of("logs", "--suggest"));
    assertThat(suggestion.exitCode()).as(suggestion.err()).isEqualTo(0);
    String format =
        suggestion
            .out()
            .substring(
                suggestion.out().indexOf("log_format"), suggestion.out().indexOf("# in each"));
    return """
        events {}
        http {
          %s
          access_log access.log wsdoctor;
          error_log error.log info;
          server {
            listen 127.0.0.1:%d; server_name a.example;
            proxy_http_version 1.1;
            location /idle { proxy_read_timeout 1s; %s }
            location /fast { %s }
            location /reset { %s }
            location /deny { deny all; %s }
            location /down { %s }
            location /page { return 404; }
          }
        }
        """
        .formatted(
            format,
            port,
            proxy(backend.address()),
            proxy(backend.address()),
            proxy(resetting),
            proxy(backend.address()),
            proxy("127.0.0.1:" + Ports.free()));
  }

  private static String proxy(String address) {
    return "proxy_pass http://"
        + address
        + "; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;";
  }

  private static void awaitLines(RealNginx nginx, String part, int lines) {
    Instant end = Instant.now().plus(LOG_LIMIT);
    while (nginx.read("access.log").lines().filter(line -> line.contains(part)).count() < lines) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "no %d lines with %s in\n%s".formatted(lines, part, nginx.read("access.log")));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static Product.Run logs(RealNginx nginx, String... options) {
    List<String> arguments = new ArrayList<>(List.of("logs"));
    arguments.add(nginx.folder().resolve("access.log").toString());
    arguments.add(nginx.folder().resolve("error.log").toString());
    arguments.addAll(List.of("-c", nginx.folder().resolve("nginx.conf").toString()));
    arguments.addAll(List.of(options));
    return Product.run(arguments);
  }

  private static List<String> marks(JsonNode report) {
    return stream(report.get("lifetimes"))
        .flatMap(bar -> stream(bar.get("marks")))
        .map(mark -> mark.get("limit_of").asString())
        .toList();
  }

  /// Without those at /page, which is no location of sockets but was asked for one.
  private static List<String> refusals(JsonNode report) {
    return stream(report.get("refusals"))
        .filter(refusal -> refusal.get("place").asString().startsWith("location"))
        .map(
            refusal ->
                "%s %s %s"
                    .formatted(
                        refusal.get("status").asInt(),
                        refusal.get("by").asString(),
                        refusal.get("count").asInt()))
        .toList();
  }

  private static String placeOf(JsonNode report, String cause) {
    Optional<JsonNode> found =
        stream(report.get("causes"))
            .filter(node -> node.get("id").asString().equals(cause))
            .findFirst();
    return found.orElseThrow().get("places").get(0).get("text").asString();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
