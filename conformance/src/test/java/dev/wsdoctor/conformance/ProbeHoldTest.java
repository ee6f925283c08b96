package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tools.jackson.databind.JsonNode;

/// `wsdoctor probe URL --hold`: what ends connections meanwhile is named.
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeHoldTest {
  private static final int CONNECTIONS = 6;
  private static final Duration OPEN_LIMIT = Duration.ofSeconds(30);

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Waits
  @Test
  void quietTimesAreHeldWithoutALossAndTheirRoundTripsAreCounted() {
    RealParts.needHaproxy();
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealHaproxy _ = RealHaproxy.start(port, backend.address(), "timeout tunnel 10s")) {
      Run run = hold(port, "2s");
      assertThat(run.exitCode()).as(run.out()).isZero();
      assertThat(run.causes()).isEmpty();
      JsonNode times = run.json().get("round_trips");
      assertThat(times.get("pings").asLong()).isGreaterThanOrEqualTo(CONNECTIONS);
      assertThat(times.get("least_ms").asDouble())
          .isPositive()
          .isLessThanOrEqualTo(times.get("median_ms").asDouble());
      assertThat(times.get("median_ms").asDouble())
          .isLessThanOrEqualTo(times.get("most_ms").asDouble());
    }
  }

  @Waits
  @Test
  void aReloadThatEndsTunnelsIsSurvivedAndNamed() throws Exception {
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx =
            RealNginx.start(nginx(port, backend, "worker_shutdown_timeout 1s;"), port)) {
      FutureTask<Run> running = start(port, "12s");
      awaitConnections(port);
      nginx.signal("HUP");
      Run run = running.get(60, TimeUnit.SECONDS);
      assertThat(run.causes()).as(run.out()).containsExactly("reload-closes-connections");
      JsonNode losses = run.json().get("losses");
      assertThat(losses.size()).isEqualTo(CONNECTIONS);
      assertThat(run.json().get("causes").get(0).get("summary").asString())
          .startsWith(
              "%d of %d connections ended together at %.1f s without a Close frame"
                  .formatted(
                      CONNECTIONS, CONNECTIONS, losses.get(0).get("at_ms").asDouble() / 1000));
      for (String rank : List.of("least_ms", "median_ms", "p90_ms", "p99_ms", "most_ms")) {
        assertThat(run.json().get("round_trips").get(rank).asDouble()).as(rank).isPositive();
      }
      for (JsonNode loss : losses) {
        assertThat(loss.get("age_ms").asDouble()).isLessThanOrEqualTo(loss.get("at_ms").asDouble());
        assertThat(loss.get("new_one_opened").asBoolean()).isTrue();
        assertThat(loss.get("ended_by").asString()).isEqualTo("FIN without a Close frame (1006)");
      }
    }
  }

  @Waits
  @Test
  void aReloadThatKeepsTunnelsIsNotBlamedForAnything() throws Exception {
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx = RealNginx.start(nginx(port, backend, ""), port)) {
      FutureTask<Run> running = start(port, "6s");
      awaitConnections(port);
      nginx.signal("HUP");
      Run run = running.get(60, TimeUnit.SECONDS);
      assertThat(run.causes()).as(run.out()).isEmpty();
      assertThat(run.json().get("losses").isEmpty()).isTrue();
    }
  }

  @Waits
  @Test
  void anIdleLimitBelowTheTimeBetweenPingsIsNotTakenForAReload() {
    RealParts.needHaproxy();
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealHaproxy _ = RealHaproxy.start(port, backend.address(), "timeout tunnel 400ms")) {
      Run run = hold(port, "2s", "900ms");
      assertThat(run.causes()).as(run.out()).containsExactly("intermediary-timeout");
      assertThat(run.json().get("causes").get(0).get("summary").asString())
          .startsWith("every lost connection had been silent for 0.4 s");
    }
  }

  @Waits
  @Test
  void aPeerThatNoLongerAnswersIsHalfOpen() {
    try (BadPeer mute = BadPeer.start(socket -> ProbeBadPeersTest.open(socket, "", ""))) {
      Run run = hold(mute.port(), "7s");
      assertThat(run.causes()).as(run.out()).containsExactly("half-open-connection");
      assertThat(run.json().get("losses").get(0).get("ended_by").asString())
          .endsWith(" pings got no answer: half open");
    }
  }

  @Waits
  @Test
  void anApplicationThatClosesIsToldFromAHopThatCuts() {
    try (BadPeer closing =
        BadPeer.start(socket -> Thread.ofPlatform().daemon().start(() -> closeLater(socket)))) {
      Run run = hold(closing.port(), "2s");
      assertThat(run.causes()).as(run.out()).containsExactly("intermediary-timeout");
      assertThat(run.json().get("causes").get(0).get("summary").asString())
          .contains("Close frame 1001 (going away)")
          .contains("the application, since nginx sends no Close frame");
    }
  }

  @Waits
  @Test
  void whatDoesNotOpenIsSaid() {
    Run run = hold(Ports.free(), "1s");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().get("headline").asString())
        .isEqualTo("%d of %d connections did not open".formatted(CONNECTIONS, CONNECTIONS));
  }

  /// Answers the first ping and then says good-bye.
  private static void closeLater(Socket socket) {
    try {
      ProbeBadPeersTest.open(socket, "", "");
      if (socket.getInputStream().read(new byte[100]) > 0) {
        BadPeer.write(socket, "\u0088\u0002\u0003\u00e9");
      }
    } catch (IOException _) {
      // The probe has left.
    }
  }

  private static FutureTask<Run> start(int port, String time) {
    var running = new FutureTask<Run>(() -> hold(port, time));
    Thread.ofPlatform().daemon().start(running);
    return running;
  }

  private static Run hold(int port, String time) {
    return hold(port, time, "300ms");
  }

  private static Run hold(int port, String time, String every) {
    List<String> line =
        new ArrayList<>(List.of("ws://127.0.0.1:" + port + "/", "--hold", "--for", time));
    line.addAll(List.of("--every", every, "--connections", "" + CONNECTIONS));
    return ProbeCommandTest.probe(line.toArray(String[]::new));
  }

  private static String nginx(int port, WebSocketBackend backend, String main) {
    return """
           %s
           events {}
           http {
               server {
                   listen 127.0.0.1:%d;
                   location / {
                       proxy_pass http://%s;
                       proxy_http_version 1.1;
                       proxy_set_header Upgrade $http_upgrade;
                       proxy_set_header Connection upgrade;
                   }
                   location = /status { stub_status; keepalive_timeout 0; }
               }
           }
           """
        .formatted(main, port, backend.address());
  }

  /// Returns when nginx holds all connections; the question itself is one more.
  private static void awaitConnections(int port) {
    Instant end = Instant.now().plus(OPEN_LIMIT);
    while (active(port) < CONNECTIONS + 1) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("the connections did not open within " + OPEN_LIMIT);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static int active(int port) {
    try (InputStream status =
        URI.create("http://127.0.0.1:" + port + "/status").toURL().openStream()) {
      String text = new String(status.readAllBytes(), StandardCharsets.US_ASCII);
      return Integer.parseInt(text.replaceFirst("(?s)Active connections: ([0-9]+).*", "$1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
