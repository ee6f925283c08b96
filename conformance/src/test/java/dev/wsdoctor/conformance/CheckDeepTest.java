package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `wsdoctor check URL --deep`: what only a measurement shows stands in the one report, and what is
/// in order is not spoken of.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class CheckDeepTest {
  private static final String SILENT = "proxy_read_timeout 1h;";

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Waits
  @Test
  void whatIsInOrderIsMeasuredInSilence() {
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start("--same-origin")) {
      String origin = "Origin: http://127.0.0.1:" + port;
      Product.Run run = through(port, backend, SILENT, "-H", origin, "--until", "2s");
      assertThat(run.complaints()).as(run.out()).isEmpty();
      assertThat(run.verdict()).isEqualTo("healthy");
      assertThat(run.exitCode()).isZero();
      assertThat(probes(run)).containsExactly("security", "sizes", "idle", "hold");
      assertThat(run.err()).contains("deep: handshakes").contains("deep: silence, for at most 2 s");
      JsonNode sizes = probe(run, "sizes").get("sizes");
      assertThat(sizes.get(sizes.size() - 1).get("hop").asString()).isEqualTo("backend");
    }
  }

  @Waits
  @Test
  void aShortTimeoutIsMeasuredAndKeepsItsLineAndItsMend() {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      Product.Run run = through(backend, "proxy_read_timeout 1500ms;", "--until", "4s");
      assertThat(run.causes()).as(run.out()).startsWith("read-timeout-too-short");
      JsonNode cause = run.json().get("causes").get(0);
      assertThat(cause.get("confidence").asDouble()).isGreaterThanOrEqualTo(0.9);
      assertThat(cause.get("places").get(0).get("text").asString())
          .isEqualTo("proxy_read_timeout 1500ms");
      assertThat(cause.get("fix").get("edits").size()).isEqualTo(1);
      assertThat(texts(cause.get("evidence")))
          .anyMatch(one -> one.startsWith("probe: through nginx: silent connections ended after 1"))
          .anyMatch(one -> one.startsWith("probe: ping and pong: starts the timer anew"));
    }
  }

  @Waits
  @Test
  void aTimerOfTheHopInFrontIsNotTakenForTheFiles() {
    RealParts.needHaproxy();
    int port = Ports.free();
    int behind = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx _ = RealNginx.start(configuration(behind, "", backend, SILENT), behind);
        RealHaproxy _ = RealHaproxy.start(port, "127.0.0.1:" + behind, "timeout tunnel 1s")) {
      Product.Run run =
          check(
              "ws://127.0.0.1:" + port + "/",
              configuration(port, "", backend, SILENT),
              "--until",
              "3s");
      assertThat(run.causes()).as(run.out()).startsWith("intermediary-timeout");
      assertThat(run.verdict()).isEqualTo("at-risk");
      assertThat(run.json().get("causes").get(0).get("summary").asString())
          .contains("the configuration says proxy_read_timeout 3600.0 s, so it is not that one");
    }
  }

  @Waits
  @Test
  void aLimitOfTheBackendIsNamedAsItsOwn() {
    try (WebSocketBackend backend = WebSocketBackend.start("--max-size", "5000")) {
      Product.Run run = through(backend, SILENT, "--until", "1s");
      assertThat(run.causes()).as(run.out()).startsWith("message-too-big");
      assertThat(run.json().get("causes").get(0).get("summary").asString())
          .startsWith("messages of up to 5000 bytes pass and 5001 bytes do not")
          .endsWith(
              "the backend has the same limit when it is asked directly: it is the backend's");
    }
  }

  @Waits
  @Test
  void anExpiredCertificateIsNamedOnceWithWhatWasSeen() {
    RealParts.needOpenssl();
    try (Certificates certificates = new Certificates();
        WebSocketBackend backend = WebSocketBackend.start()) {
      Certificates.Pair expired = certificates.expired("IP:127.0.0.1");
      int port = Ports.free();
      String tls =
          " ssl; ssl_certificate %s; ssl_certificate_key %s"
              .formatted(expired.certificate(), expired.key());
      String configuration = configuration(port, tls, backend, SILENT);
      try (RealNginx _ = RealNginx.start(configuration, port)) {
        Product.Run run = check("wss://127.0.0.1:" + port + "/", configuration, "--until", "1s");
        assertThat(run.complaints()).as(run.out()).containsExactly("tls-weak");
        assertThat(texts(run.json().get("causes").get(0).get("evidence")))
            .anyMatch(one -> one.contains("expired on 2021-01-01"));
        assertThat(probes(run)).startsWith("tls", "http2", "security");
      }
    }
  }

  @Waits
  @Test
  void aForeignOriginIsARiskWhereACookieGoesWithIt() {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      Product.Run open = through(backend, SILENT, "--until", "1s");
      assertThat(open.causes()).as(open.out()).contains("origin-not-checked");
      assertThat(open.verdict()).isEqualTo("healthy");
      Product.Run risky = through(backend, SILENT, "--until", "1s", "-H", "Cookie: session=1");
      assertThat(risky.complaints()).as(risky.out()).containsExactly("origin-not-checked");
    }
  }

  @Waits
  @Test
  void aSocketThatDoesNotOpenIsNotMeasured() {
    try (WebSocketBackend backend = WebSocketBackend.start("--path", "/elsewhere")) {
      Product.Run run = through(backend, SILENT);
      assertThat(run.verdict()).isEqualTo("broken");
      assertThat(run.json().has("probes")).as(run.out()).isFalse();
    }
  }

  @Waits
  @Test
  void controlCKeepsWhatWasFound() throws Exception {
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start("--max-size", "5000");
        TemporaryFolder folder = TemporaryFolder.create("deep");
        RealNginx nginx = RealNginx.start(configuration(port, "", backend, ""), port)) {
      folder.write("nginx.conf", nginx.read("nginx.conf"));
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.wsdoctor.app.cli.Main",
                  "check",
                  "ws://127.0.0.1:" + port + "/",
                  "-c",
                  folder.path().resolve("nginx.conf").toString(),
                  "--deep",
                  "--format",
                  "json")
              .start();
      try (BufferedReader news = reader(process.getErrorStream());
          BufferedReader out = reader(process.getInputStream())) {
        String line = news.readLine();
        while (line != null && !line.startsWith("deep: silence")) {
          line = news.readLine();
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        JsonNode seen = JsonMapper.shared().readTree(out.readLine());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen.get("causes").findValuesAsString("id")).contains("message-too-big");
        assertThat(seen.get("probes").findValuesAsString("probe")).contains("sizes", "idle");
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Waits
  @Test
  void whatDoesNotGoTogetherIsSaid() {
    assertThat(refusal("ws://127.0.0.1/", "--deep", "--offline"))
        .isEqualTo(
            "wsdoctor: --deep measures live hops and --offline touches none: leave one out\n");
    assertThat(refusal("ws://127.0.0.1/", "--until", "2m"))
        .isEqualTo("wsdoctor: --until goes with --deep: add it\n");
    assertThat(refusal("./nginx.conf", "--deep")).contains("name a URL, and the file with -c");
  }

  private static String refusal(String... arguments) {
    List<String> line = new ArrayList<>(List.of("check"));
    line.addAll(List.of(arguments));
    Product.Run run = Product.run(line);
    assertThat(run.exitCode()).isEqualTo(2);
    return run.err();
  }

  private static Product.Run through(WebSocketBackend backend, String lines, String... options) {
    return through(Ports.free(), backend, lines, options);
  }

  private static Product.Run through(
      int port, WebSocketBackend backend, String lines, String... options) {
    String configuration = configuration(port, "", backend, lines);
    try (RealNginx _ = RealNginx.start(configuration, port)) {
      return check("ws://127.0.0.1:" + port + "/", configuration, options);
    }
  }

  private static Product.Run check(String url, String configuration, String... options) {
    try (TemporaryFolder folder = TemporaryFolder.create("deep")) {
      String file = folder.write("nginx.conf", configuration).toString();
      List<String> line = new ArrayList<>(List.of("check", url, "-c", file, "--deep"));
      line.addAll(List.of("--up-to", "64k", "--format", "json"));
      line.addAll(List.of(options));
      return Product.run(line);
    }
  }

  private static String configuration(
      int port, String tls, WebSocketBackend backend, String lines) {
    return """
        events {}
        http {
            map $http_upgrade $ws_upgrade { default ''; ~*^websocket$ websocket; }
            map $http_upgrade $ws_connection { default ''; ~*^websocket$ upgrade; }
            server {
                listen 127.0.0.1:%d%s;
                location / {
                    proxy_pass http://%s;
                    proxy_http_version 1.1;
                    proxy_set_header Host $http_host;
                    proxy_set_header Upgrade $ws_upgrade;
                    proxy_set_header Connection $ws_connection;
                    %s
                }
            }
        }
        """
        .formatted(port, tls, backend.address(), lines);
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  private static List<String> probes(Product.Run run) {
    List<String> names = new ArrayList<>();
    run.json().get("probes").forEach(one -> names.add(one.get("probe").asString()));
    return names;
  }

  private static JsonNode probe(Product.Run run, String name) {
    for (JsonNode one : run.json().get("probes")) {
      if (one.get("probe").asString().equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no probe " + name + " in " + run.out());
  }

  private static List<String> texts(JsonNode evidence) {
    List<String> texts = new ArrayList<>();
    evidence.forEach(
        one -> texts.add(one.get("kind").asString() + ": " + one.get("text").asString()));
    return texts;
  }
}
