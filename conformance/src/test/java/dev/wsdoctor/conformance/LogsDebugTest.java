package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tools.jackson.databind.JsonNode;

/// A log that a real nginx wrote at level debug, read as a recording (Debian builds nginx with
/// `--with-debug`).
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class LogsDebugTest {
  private static final Duration LOG_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Backend: b\r\n\r\n";

  private final int port = Ports.free();

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
  }

  @Test
  void theHandshakeTheLocationTheAnswerAndTheEndAreTold() {
    try (BadPeer leaving = BadPeer.start(LogsDebugTest::openAndLeave);
        BadPeer staying = BadPeer.start(socket -> open(socket));
        RealNginx nginx = RealNginx.start(configuration(leaving, staying), port)) {
      provoke(nginx);
      JsonNode report = logs(nginx, "--format", "json").json();
      assertThat(ends(report))
          .containsExactlyInAnyOrder(
              "/leaves 101 the backend closed first",
              "/stays 101 the client closed first",
              "/idle 101 ended by nginx, because nothing was sent for too long",
              "/down 502 nginx closed the connection, which had become no tunnel");
      assertThat(logs(nginx).out()).contains("Recorded at level debug (--connection N shows one)");
      assertRecording(nginx, connectionOf(report, "/leaves"));
      Product.Run none = logs(nginx, "--connection", "99999");
      assertThat(none.exitCode()).isEqualTo(2);
      assertThat(none.err()).contains("no log at level debug holds connection 99999");
    }
  }

  private void provoke(RealNginx nginx) {
    HeldSocket.open(port, "/leaves").awaitEnd();
    HeldSocket.open(port, "/stays").close();
    HeldSocket.open(port, "/idle").awaitEnd();
    HeldSocket.open(port, "/down").close();
    Instant end = Instant.now().plus(LOG_LIMIT);
    while (nginx.read("error.log").lines().filter(l -> l.contains("close http connection")).count()
        < 4) {
      assertThat(Instant.now()).as(nginx.read("error.log")).isBefore(end);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static void assertRecording(RealNginx nginx, String connection) {
    JsonNode recording = logs(nginx, "--connection", connection, "--format", "json").json();
    List<String> steps = new ArrayList<>();
    recording
        .get("steps")
        .forEach(
            step -> steps.add(step.get("about").asString() + ": " + step.get("text").asString()));
    assertThat(steps)
        .containsSubsequence(
            "request: GET /leaves HTTP/1.1",
            "request: Host: a.example",
            "request: Upgrade: websocket",
            "location: chosen /leaves",
            "map: \"websocket\" -> \"upgrade\"",
            "sent: GET /leaves HTTP/1.1",
            "sent: Upgrade: websocket",
            "sent: Connection: upgrade",
            "answer: 101 Switching Protocols",
            "answer: X-Backend: b",
            "reply: HTTP/1.1 101 Switching Protocols",
            "reply: X-Backend: b",
            "tunnel: 0 bytes from the client, 4 bytes from the backend",
            "closed: the backend closed first");
    assertThat(steps.getFirst()).startsWith("accepted: 127.0.0.1:");
    String text = logs(nginx, "--connection", connection).out();
    assertThat(text)
        .startsWith("connection " + connection)
        .containsSubsequence("the client asks", "the location", "the backend is sent", "the end");
  }

  private static List<String> ends(JsonNode report) {
    return StreamSupport.stream(report.get("recorded").spliterator(), false)
        .map(
            socket ->
                "%s %s %s"
                    .formatted(
                        socket.get("path").asString(),
                        socket.get("status").asString(),
                        socket.get("end").asString()))
        .toList();
  }

  private static String connectionOf(JsonNode report, String path) {
    return StreamSupport.stream(report.get("recorded").spliterator(), false)
        .filter(socket -> socket.get("path").asString().equals(path))
        .map(socket -> Long.toString(socket.get("connection").asLong()))
        .findFirst()
        .orElseThrow();
  }

  private static void open(Socket socket) throws IOException {
    BadPeer.readHead(socket);
    BadPeer.write(socket, SWITCHING);
  }

  private static void openAndLeave(Socket socket) throws IOException {
    open(socket);
    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    BadPeer.write(socket, "\u0081\u0002hi");
    socket.close();
  }

  private static Product.Run logs(RealNginx nginx, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("logs", nginx.folder().resolve("error.log").toString()));
    arguments.addAll(List.of(options));
    return Product.run(arguments);
  }

  private String configuration(BadPeer leaving, BadPeer staying) {
    return """
        error_log error.log debug;
        events {}
        http {
          access_log off;
          map $http_upgrade $connection_upgrade { default upgrade; '' close; }
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
          server {
            listen 127.0.0.1:%d;
            location /leaves { proxy_pass http://127.0.0.1:%d; }
            location /stays { proxy_pass http://127.0.0.1:%d; }
            location /idle { proxy_read_timeout 300ms; proxy_pass http://127.0.0.1:%d; }
            location /down { proxy_pass http://127.0.0.1:%d; }
          }
        }
        """
        .formatted(port, leaving.port(), staying.port(), staying.port(), Ports.free());
  }
}
