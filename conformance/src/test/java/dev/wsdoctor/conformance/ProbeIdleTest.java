package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `wsdoctor probe URL --idle`: limits that are configured are measured, and their owner is named.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeIdleTest {
  private static final double TOLERANCE = 0.05;
  private static final int LIMIT_MILLIS = 4000;
  private static final int LONG_MILLIS = 60_000;

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Waits
  @ParameterizedTest
  @ValueSource(strings = {"nginx", "haproxy nginx", "nginx haproxy"})
  void theLimitIsMeasuredForEveryKindOfTraffic(String hops) {
    try (WebSocketBackend backend = WebSocketBackend.start();
        Chain chain = Chain.start(hops, backend.address())) {
      JsonNode seen = idle(chain.url(), "--until", "9s").json();
      assertThat(seen.get("hops").get(0).get("ended_by").asString())
          .isEqualTo("FIN without a Close frame (1006)");
      assertLimit(seen, "nothing", "ends after this time");
      for (String kind : List.of("client only", "ping and pong", "message and echo")) {
        assertLimit(seen, kind, "starts the timer anew");
      }
    }
  }

  @Waits
  @ParameterizedTest
  @ValueSource(strings = {"nginx", "haproxy nginx", "nginx haproxy"})
  void whatTheServerSendsByItselfStartsTheTimerAnew(String hops) {
    try (WebSocketBackend backend = WebSocketBackend.start("--push-after", "1.5");
        Chain chain = Chain.start(hops, backend.address())) {
      JsonNode seen = idle(chain.url(), "--until", "9s").json();
      assertLimit(seen, "server only", "starts the timer anew");
    }
  }

  private static void assertLimit(JsonNode seen, String kind, String effect) {
    JsonNode row = traffic(seen, kind);
    assertThat(row.get("effect").asString()).as(seen.toString()).isEqualTo(effect);
    assertThat(row.get("limit_ms").asDouble())
        .as(seen.toString())
        .isBetween(LIMIT_MILLIS * (1 - TOLERANCE), LIMIT_MILLIS * (1 + TOLERANCE));
  }

  @Waits
  @Test
  void theConfigurationsTimerIsNamedWithItsLine() {
    try (WebSocketBackend backend = WebSocketBackend.start();
        Front front = Front.start("nginx", backend.address(), 3000)) {
      JsonNode seen = idle(front.url(), "--until", "8s", "-c", front.configuration()).json();
      assertThat(seen.get("causes").findValuesAsString("id"))
          .as(seen.toString())
          .containsExactly("read-timeout-too-short");
      assertThat(seen.get("verdict").asString()).isEqualTo("at-risk");
      JsonNode place = seen.get("causes").get(0).get("places").get(0);
      assertThat(place.get("text").asString()).isEqualTo("proxy_read_timeout 3000ms;");
    }
  }

  @Waits
  @Test
  void aLimitThatTheConfigurationDoesNotHaveBelongsToAnotherHop() throws Exception {
    try (WebSocketBackend backend = WebSocketBackend.start();
        Front behind = Front.start("nginx", backend.address(), 30_000);
        Front front = Front.start("haproxy", behind.address(), 1000)) {
      Run run =
          idle(
              front.url(),
              "--until",
              "8s",
              "-c",
              behind.configuration(front.port()),
              "--backend",
              "ws://" + backend.address() + "/");
      assertThat(run.causes()).as(run.out()).containsExactly("intermediary-timeout");
      assertThat(run.json().get("causes").get(0).get("summary").asString())
          .contains("the configuration says proxy_read_timeout 30.0 s, so it is not that one");
      assertThat(ProbeCommandTest.texts(run.json().get("remarks")))
          .anyMatch(one -> one.startsWith("the backend, asked directly, keeps a silent socket"));
    }
  }

  @Waits
  @Test
  void aBackendThatEndsSilentSocketsItselfIsNamed() {
    try (WebSocketBackend backend = WebSocketBackend.start();
        Front limited = Front.start("nginx", backend.address(), 3000);
        Front front = Front.start("haproxy", limited.address(), 30_000)) {
      JsonNode seen = idle(front.url(), "--until", "8s", "--backend", limited.url()).json();
      assertThat(seen.get("causes").findValuesAsString("id"))
          .as(seen.toString())
          .containsExactly("intermediary-timeout");
      assertThat(seen.get("causes").get(0).get("summary").asString())
          .startsWith("the backend itself ends a silent socket after ");
    }
  }

  @Waits
  @Test
  void aServerThatPingsAndClosesTheSilentIsUnderstood() {
    try (WebSocketBackend backend = WebSocketBackend.start("--ping-every", "0.5")) {
      Run run = idle("ws://" + backend.address() + "/", "--until", "4s");
      assertThat(run.causes()).as(run.out()).isEmpty();
      assertThat(ProbeCommandTest.texts(run.json().get("remarks")).getFirst())
          .startsWith("the server pings by itself and closed the connections that were silent")
          .contains("1011");
    }
  }

  @Waits
  @Test
  void aHopThatForgetsSilentConnectionsWithoutAWordIsFound() {
    try (BadPeer forgetful =
        BadPeer.start(socket -> Thread.ofPlatform().daemon().start(() -> forget(socket)))) {
      Run run = idle("ws://127.0.0.1:" + forgetful.port() + "/", "--until", "9s");
      assertThat(run.causes()).as(run.out()).containsExactly("intermediary-timeout");
      assertThat(run.json().get("headline").asString())
          .startsWith("a socket is dead after a silence of 2.")
          .endsWith(", and nobody says so");
    }
  }

  @Waits
  @Test
  void withoutALimitThatIsSaid() {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      Run run = idle("ws://" + backend.address() + "/", "--until", "2s");
      assertThat(run.causes()).isEmpty();
      assertThat(ProbeCommandTest.texts(run.json().get("remarks")).getFirst())
          .startsWith("nothing ended a silent socket within 2.");
      assertThat(traffic(run.json(), "nothing").get("effect").asString()).isEqualTo("no end seen");
    }
  }

  @Waits
  @Test
  void aSocketThatDoesNotOpenIsSaidInsteadOfMeasured() {
    Run run = idle("ws://127.0.0.1:" + Ports.free() + "/", "--until", "2s");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().get("headline").asString()).startsWith("no socket to measure: ");
  }

  @Waits
  @Test
  void controlCKeepsWhatWasFound() throws Exception {
    try (WebSocketBackend backend = WebSocketBackend.start();
        Front front = Front.start("nginx", backend.address(), 1000)) {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.wsdoctor.app.cli.Main",
                  "probe",
                  "ws://" + backend.address() + "/",
                  "--backend",
                  front.url(),
                  "--idle",
                  "--until",
                  "100s",
                  "--format",
                  "json")
              .start();
      // Five seconds have passed when the first news come: the backend's limit is known by then.
      try (BufferedReader news =
              new BufferedReader(
                  new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
          BufferedReader out =
              new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(news.readLine()).contains("s of at most 100 s");
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        JsonNode seen = JsonMapper.shared().readTree(out.readLine());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen.get("hops").get(0).get("idle_limit").isNull()).isTrue();
        assertThat(seen.get("hops").get(1).get("idle_limit_ms").asDouble())
            .isBetween(700.0, 2000.0);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /// A proxy whose limit for silent tunnels is `millis`.
  private record Front(String configuration, int port, Runnable end) implements AutoCloseable {
    static Front start(String kind, String server, int millis) {
      int port = Ports.free();
      if (kind.equals("haproxy")) {
        RealParts.needHaproxy();
        RealHaproxy haproxy = RealHaproxy.start(port, server, "timeout tunnel " + millis + "ms");
        return new Front("", port, haproxy::close);
      }
      RealNginx nginx = RealNginx.start(nginx(port, server, millis), port);
      return new Front(nginx.folder().resolve("nginx.conf").toString(), port, nginx::close);
    }

    private static String nginx(int port, String server, int millis) {
      return """
             events {}
             http {
                 server {
                     listen 127.0.0.1:%d;
                     proxy_read_timeout %dms;
                     location / {
                         proxy_pass http://%s;
                         proxy_http_version 1.1;
                         proxy_set_header Upgrade $http_upgrade;
                         proxy_set_header Connection upgrade;
                     }
                 }
             }
             """
          .formatted(port, millis, server);
    }

    String address() {
      return "127.0.0.1:" + port;
    }

    String url() {
      return "ws://" + address() + "/";
    }

    /// The same configuration as if it listened on the port of the hop in front of it.
    String configuration(int other) throws IOException {
      Path file = Path.of(configuration);
      String text =
          Files.readString(file).replace("127.0.0.1:" + port + ";", "127.0.0.1:" + other + ";");
      return Files.writeString(file.resolveSibling("other.conf"), text).toString();
    }

    @Override
    public void close() {
      end.run();
    }
  }

  /// One hop with the limit and, behind or before it, one without.
  private record Chain(List<Front> hops) implements AutoCloseable {
    /// `kinds` from the client on; of two nginx is the one that has no limit.
    static Chain start(String kinds, String server) {
      List<String> names = List.of(kinds.split(" ", -1)).reversed();
      List<Front> hops = new ArrayList<>();
      for (String kind : names) {
        boolean limited = names.size() == 1 || kind.equals("haproxy");
        String behind = hops.isEmpty() ? server : hops.getLast().address();
        hops.add(Front.start(kind, behind, limited ? LIMIT_MILLIS : LONG_MILLIS));
      }
      return new Chain(hops);
    }

    String url() {
      return hops.getLast().url();
    }

    @Override
    public void close() {
      hops.reversed().forEach(Front::close);
    }
  }

  /// Answers pings until a second and a half of silence; then it holds the connection and hears
  /// nothing more.
  private static void forget(Socket socket) {
    try {
      ProbeBadPeersTest.open(socket, "", "");
      socket.setSoTimeout(1500);
      byte[] frame = new byte[200];
      while (socket.getInputStream().read(frame) > 0) {
        BadPeer.write(socket, "\u008a\u0008wsdoctor");
      }
    } catch (IOException _) {
      // Silent for too long, or the probe has left; the peer closes the socket at the end.
    }
  }

  private static JsonNode traffic(JsonNode seen, String kind) {
    for (JsonNode row : seen.get("traffic")) {
      if (row.get("traffic").asString().equals(kind)) {
        return row;
      }
    }
    throw new AssertionError("no row for " + kind + " in " + seen);
  }

  private static Run idle(String url, String... options) {
    List<String> line = new ArrayList<>(List.of(url, "--idle"));
    line.addAll(List.of(options));
    return ProbeCommandTest.probe(line.toArray(String[]::new));
  }
}
