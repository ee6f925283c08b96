package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.cli.Main;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// `wsdoctor logs --follow`, a process of its own, beside a real nginx whose logs are rotated by
/// rename and USR1, and then by truncation.
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class LogsFollowTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  private final int port = Ports.free();

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Test
  void eachCauseIsPrintedWhenItShowsWhateverBecomesOfTheFiles()
      throws IOException, InterruptedException {
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx = RealNginx.start(configuration(backend), port)) {
      ask("/deny", 1); // an empty file is no log yet, and none is held open that is none
      until("the first line", () -> !nginx.read("access.log").isEmpty());
      Process process = follow(nginx);
      try {
        ask("/deny", 3);
        await(nginx, "[access-refused]");
        rotate(nginx);
        socketsUntilTheyEnd(3);
        await(nginx, "[read-timeout-too-short]");
        truncate(nginx.folder().resolve("access.log"));
        ask("/down", 4);
        await(nginx, "[upstream-unreachable]");
        interrupt(process);
      } finally {
        process.destroyForcibly();
      }
      String sums = nginx.read("followed").replaceFirst("(?s).*?(?=3 sockets ended)", "");
      assertThat(sums)
          .as(nginx.read("followed"))
          .startsWith("3 sockets ended (")
          .contains("8 handshakes refused")
          .contains("3  nginx, because nothing was sent for too long")
          .contains("4  403 by nginx, location /deny", "4  502 by nginx, location /down")
          .contains("[access-refused]", "[read-timeout-too-short]", "[upstream-unreachable]");
    }
  }

  private void ask(String path, int times) {
    for (int i = 0; i < times; i++) {
      HeldSocket.open(port, path).close();
    }
  }

  private void socketsUntilTheyEnd(int count) {
    List<HeldSocket> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      held.add(HeldSocket.open(port, "/idle"));
    }
    assertThat(held).allMatch(HeldSocket::opened);
    held.forEach(HeldSocket::awaitEnd);
    held.forEach(HeldSocket::close);
  }

  /// As logrotate does: nginx writes to the renamed files until it gets the signal.
  private void rotate(RealNginx nginx) throws IOException {
    for (String name : List.of("access.log", "error.log")) {
      Path log = nginx.folder().resolve(name);
      Files.move(log, log.resolveSibling(name + ".1"));
    }
    nginx.signal("USR1");
    until("new logs", () -> Files.exists(nginx.folder().resolve("error.log")));
  }

  private static void truncate(Path log) throws IOException {
    try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
      file.truncate(0);
    }
  }

  private static void await(RealNginx nginx, String cause) {
    until(cause, () -> nginx.read("followed").contains(cause));
  }

  private static void until(String what, BooleanSupplier condition) {
    Instant end = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waiting for " + what).isBefore(end);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private static Process follow(RealNginx nginx) throws IOException {
    // What a shell starts in the background ignores the interrupt, and hands that on.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("logs", "--follow"));
    for (String name : List.of("access.log", "error.log")) {
      command.add(nginx.folder().resolve(name).toString());
    }
    command.addAll(List.of("-c", nginx.folder().resolve("nginx.conf").toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(nginx.folder().resolve("followed").toFile())
            .redirectError(nginx.folder().resolve("said").toFile())
            .start();
    until("the start", () -> said(nginx).contains("following ") || !process.isAlive());
    assertThat(process.isAlive()).as(said(nginx)).isTrue();
    return process;
  }

  private static String said(RealNginx nginx) {
    try {
      return Files.readString(nginx.folder().resolve("said"), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }

  private String configuration(WebSocketBackend backend) {
    return """
        events {}
        http {
          log_format ws escape=json '{"time_iso8601":"$time_iso8601","connection":"$connection",'
            '"status":"$status","request_time":"$request_time","uri":"$uri","http_upgrade":"$http_upgrade",'
            '"upstream_status":"$upstream_status","upstream_header_time":"$upstream_header_time"}';
          access_log access.log ws;
          error_log error.log info;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection upgrade;
          server {
            listen 127.0.0.1:%d; server_name a.example;
            location /idle { proxy_read_timeout 700ms; proxy_pass http://%s; }
            location /deny { deny all; proxy_pass http://%s; }
            location /down { proxy_pass http://127.0.0.1:%d; }
          }
        }
        """
        .formatted(port, backend.address(), backend.address(), Ports.free());
  }
}
