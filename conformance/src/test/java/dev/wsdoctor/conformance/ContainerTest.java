package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// The configuration of a container as it lies beside its compose file: it listens on 80 where the
/// URL has the published port, and includes its parts from where they are mounted.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ContainerTest {
  private static final String ROOT =
      "events {}\nhttp { include /etc/nginx/mime.types; include /etc/nginx/ours/*.conf; }\n";
  private static final String UPGRADE =
      "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;";

  private final int port = Ports.free();
  private WebSocketBackend backend;
  @TempDir Path folder;

  @BeforeEach
  void start() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
    backend = WebSocketBackend.start();
  }

  @AfterEach
  void stop() {
    if (backend != null) {
      backend.close();
    }
  }

  @Test
  void aPublishedPortIsNotTheCauseWhenNginxAnswersThere() throws IOException {
    Path file = whole(server("80", "").replace("location /ws", "location /"));
    try (RealNginx _ = running("")) {
      Run run = run("check", url(), "-c", file.toString());

      assertThat(said(run))
          .contains("location / does not send Upgrade and Connection on")
          .contains("confirmed in a sandbox")
          .contains("no server of this file listens on port " + port)
          .contains("an ordinary request for /ws then has HTTP/1.1 upstream")
          .doesNotContain("client-url-mismatch");
      assertThat(run("fix", url(), "-c", file.toString()).out())
          .contains("+")
          .contains("proxy_set_header Upgrade $http_upgrade");
    }
  }

  @Test
  void aSocketThatOpensAtAPublishedPortIsHealthy() throws IOException {
    String two = UPGRADE + "}\nlocation /app/websocket { proxy_pass http://127.0.0.1:1; " + UPGRADE;
    Path file = whole(server("80", two));
    try (RealNginx _ = running(UPGRADE)) {
      Run run = run("check", url(), "-c", file.toString(), "--format", "json");

      assertThat(run.causes()).doesNotContain("config-not-loaded", "client-url-mismatch");
      assertThat(run.verdict()).isNotEqualTo("broken");
    }
  }

  @Test
  void whereNobodyAnswersThePortIsWrong() throws IOException {
    Path file = whole(server("80", UPGRADE));

    Run run = run("check", url(), "-c", file.toString(), "--format", "json");
    assertThat(run.causes()).first().isEqualTo("client-url-mismatch");
  }

  /// The backend itself, asked past nginx.
  @Test
  void anotherServerAtThePortIsNoPublishedNginx() throws IOException {
    Path file = whole(server("80", ""));

    Run run = run("check", "ws://%s/ws".formatted(backend.address()), "-c", file.toString());
    assertThat(said(run)).doesNotContain("as the published port of a container is");
  }

  @Test
  void partsThatAreMountedElsewhereAreReadFromBesideTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("nginx.conf"), ROOT);
    Path part = Files.createDirectory(folder.resolve("ours")).resolve("app.conf");
    Files.writeString(part, server("80", ""));

    Run run = run("check", "ws://localhost/ws", "-c", file.toString(), "--offline", "--sandbox");
    assertThat(said(run))
        .contains("location /ws does not send Upgrade and Connection on")
        .contains("confirmed in a sandbox")
        .contains("read from " + folder + "/ instead");
    assertThat(said(run("explain", "ws://localhost/ws", "-c", file.toString())))
        .contains("location /ws matches /ws");
  }

  @Test
  void aConfigurationWithoutAServerSaysSoAndAsksForTheWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("nginx.conf"), ROOT);

    Run run = run("check", "ws://localhost/ws", "-c", file.toString(), "--offline");
    assertThat(said(run))
        .contains("no server at all")
        .contains("docker exec NAME nginx -T")
        .doesNotContain("listens on ;");
  }

  @Test
  void aPortThatIsServedAtAnotherAddressIsNotCalledUnserved() throws IOException {
    Path file = whole(server("127.0.0.1:8080", UPGRADE));

    Run run = run("check", "ws://[::1]:8080/ws", "-c", file.toString(), "--offline");
    assertThat(said(run))
        .contains("listens on port 8080 of ::1")
        .contains("listens on 127.0.0.1:8080; the URL dials another address");
  }

  private RealNginx running(String upgrade) {
    String listen = "127.0.0.1:" + port;
    return RealNginx.start("events {}\nhttp {\n" + server(listen, upgrade) + "}\n", port);
  }

  private Path whole(String server) throws IOException {
    return Files.writeString(folder.resolve("nginx.conf"), "events {}\nhttp {\n" + server + "}\n");
  }

  private String server(String listen, String upgrade) {
    return """
    server {
        listen %s;
        location /ws {
            proxy_pass http://%s;
            %s
        }
    }
    """
        .formatted(listen, backend.address(), upgrade);
  }

  private String url() {
    return "ws://127.0.0.1:%d/ws".formatted(port);
  }

  /// As it reads, wherever the lines end.
  private static String said(Run run) {
    return run.out().replaceAll("\\s+", " ");
  }

  private static Run run(String... words) {
    return Product.run(new ArrayList<>(List.of(words)));
  }
}
