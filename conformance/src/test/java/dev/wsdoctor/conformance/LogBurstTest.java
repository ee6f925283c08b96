package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What many sockets together leave in the logs of a real nginx: too few connections, reloads,
/// lifetimes, certificates that clients refuse.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class LogBurstTest {
  private static final Duration LOG_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(10);

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Test
  void aWorkerWithoutConnectionsIsNamed() {
    try (Scene scene = new Scene("worker_connections 12;", "", "", "")) {
      List<HeldSocket> held = new ArrayList<>();
      do {
        held.add(HeldSocket.open(scene.port, "/ws"));
      } while (held.getLast().opened());
      assertThat(held).hasSizeBetween(3, 7);
      scene.awaitLog("error.log", "worker_connections are not enough", 1);
      held.forEach(HeldSocket::close);
      assertThat(scene.causes("--error-log", "error.log"))
          .startsWith("worker-connections-exhausted");
    }
  }

  @Test
  void oldWorkersThatStayAreCounted() {
    try (Scene scene = new Scene("", "", "", "proxy_read_timeout 1h;")) {
      HeldSocket first = scene.hold(1).getFirst();
      scene.nginx.reload(scene.configuration);
      HeldSocket second = scene.hold(1).getFirst();
      scene.nginx.reload(scene.configuration);
      scene.awaitLog("error.log", "gracefully shutting down", 2);
      assertThat(scene.causes("--error-log", "error.log")).startsWith("old-workers-pile-up");
      first.close();
      second.close();
    }
  }

  @Test
  void socketsThatAReloadEndsTogetherAreKnownByTheAccessLog() {
    String format =
        "log_format ws '$time_iso8601 $status $request_time \"$request\" \"$request_completion\"';";
    try (Scene scene =
        new Scene("", "worker_shutdown_timeout 100ms;", format, "access_log access.log ws;")) {
      List<HeldSocket> held = scene.hold(8);
      scene.nginx.signal("HUP");
      held.forEach(HeldSocket::awaitEnd);
      scene.awaitLog("access.log", " 101 ", 8);
      assertThat(scene.causes("--error-log", "error.log", "--access-log", "access.log"))
          .startsWith("reload-closes-connections");
      held.forEach(HeldSocket::close);
    }
  }

  @Test
  void theIdleLimitIsAPeakOfTheLifetimes() {
    String format =
        "log_format ws escape=json '{\"s\":\"$status\",\"rt\":\"$request_time\",\"u\":\"$request_uri\"}';";
    try (Scene scene =
        new Scene("", "", format, "access_log access.log ws; proxy_read_timeout 2s;")) {
      List<HeldSocket> held = scene.hold(4);
      held.forEach(HeldSocket::awaitEnd);
      scene.awaitLog("access.log", "\"101\"", 4);
      assertThat(scene.causes("--access-log", "access.log")).startsWith("read-timeout-too-short");
      held.forEach(HeldSocket::close);
    }
  }

  /// One nginx with one socket location at `/ws`; `events`, `main`, `http` and `location` are added
  /// to those blocks.
  private static final class Scene implements AutoCloseable {
    private final int port = Ports.free();
    private final WebSocketBackend backend = WebSocketBackend.start();
    private final String configuration;
    private final RealNginx nginx;

    Scene(String events, String main, String http, String location) {
      configuration =
          """
          error_log error.log notice;
          %s
          events { %s }
          http {
            access_log off;
            %s
            server {
              listen 127.0.0.1:%d; server_name a.example;
              location /ws {
                proxy_pass http://%s; proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
                %s
              }
            }
          }
          """
              .formatted(main, events, http, port, backend.address(), location);
      nginx = RealNginx.start(configuration, port);
    }

    List<HeldSocket> hold(int count) {
      List<HeldSocket> held = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        held.add(HeldSocket.open(port, "/ws"));
      }
      assertThat(held).allMatch(HeldSocket::opened);
      return held;
    }

    void awaitLog(String name, String part, int lines) {
      Instant end = Instant.now().plus(LOG_LIMIT);
      while (nginx.read(name).lines().filter(line -> line.contains(part)).count() < lines) {
        if (Instant.now().isAfter(end)) {
          throw new AssertionError("no '%s' in\n%s".formatted(part, nginx.read(name)));
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }

    /// `logs` are options and the names of files below nginx's prefix.
    List<String> causes(String... logs) {
      List<String> arguments =
          new ArrayList<>(List.of("check", "ws://127.0.0.1:" + port + "/ws", "--offline"));
      arguments.addAll(List.of("-c", nginx.folder().resolve("nginx.conf").toString()));
      for (String log : logs) {
        arguments.add(log.startsWith("--") ? log : nginx.folder().resolve(log).toString());
      }
      arguments.addAll(List.of("--format", "json"));
      return Product.run(arguments).causes();
    }

    @Override
    public void close() {
      nginx.close();
      backend.close();
    }
  }
}
