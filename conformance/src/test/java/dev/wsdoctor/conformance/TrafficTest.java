package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Doctor;
import dev.wsdoctor.diagnosis.Setting;
import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.diagnosis.TrafficReader;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.socket.Age;
import dev.wsdoctor.socket.Kernel;
import dev.wsdoctor.socket.LiveConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What is told of live sockets, against Debian's nginx, a third party's backend and Java's client.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TrafficTest {
  private static final int LIMIT_SECONDS = 900;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @BeforeEach
  void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
  }

  @Test
  void everySocketIsShownWithItsBackendItsWorkerAndWhenItWillBeClosed() throws Exception {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      int port = Ports.free();
      try (RealNginx nginx = RealNginx.start(configuration(port, backend, 1024), port);
          Sockets sockets = Sockets.open(port, 6)) {
        sockets.echo("x".repeat(5000));
        Traffic traffic = traffic(reader(nginx), OptionalLong.of(nginx.pid()));
        assertThat(traffic.source()).isEqualTo(Kernel.Source.NETLINK);
        assertThat(traffic.tunnels()).hasSize(6).allSatisfy(t -> isRight(t, backend, nginx));
        assertThat(traffic.tunnels())
            .extracting(t -> t.connection().upstream().orElseThrow().local())
            .doesNotHaveDuplicates();
        assertThat(traffic.causes()).isEmpty();
      }
    }
  }

  private static void isRight(Traffic.Tunnel tunnel, WebSocketBackend backend, RealNginx nginx) {
    LiveConnection connection = tunnel.connection();
    assertThat(connection.upstream().orElseThrow().remote())
        .hasToString("127.0.0.1:" + backend.port());
    assertThat(nginx.workers()).contains(connection.worker().pid());
    assertThat(connection.client().activity().orElseThrow().received()).isBetween(5000L, 6000L);
    assertThat(tunnel.limit()).contains(Duration.ofSeconds(LIMIT_SECONDS));
    assertThat(tunnel.closesIn().orElseThrow())
        .isBetween(
            Duration.ofSeconds(LIMIT_SECONDS).minus(PATIENCE), Duration.ofSeconds(LIMIT_SECONDS));
  }

  @Test
  void whatOpensWhileItIsWatchedHasAnAgeAndWhatWasThereBeforeALeastOne() throws Exception {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      int port = Ports.free();
      try (RealNginx nginx = RealNginx.start(configuration(port, backend, 1024), port);
          Sockets before = Sockets.open(port, 1)) {
        OptionalLong master = OptionalLong.of(nginx.pid());
        before.echo("before");
        TrafficReader reader = reader(nginx);
        long began = System.nanoTime();
        assertThat(traffic(reader, master).tunnels()).hasSize(1);
        try (Sockets meanwhile = Sockets.open(port, 1)) {
          meanwhile.echo("meanwhile");
          traffic(reader, master);
          Traffic traffic = traffic(reader, master);
          Duration watched = Duration.ofNanos(System.nanoTime() - began);
          List<Age> ages = traffic.tunnels().stream().map(one -> one.connection().age()).toList();
          assertThat(ages)
              .hasSize(2)
              .allMatch(age -> age.atMost().orElseThrow().compareTo(age.atLeast()) >= 0)
              .filteredOn(age -> age.atMost().orElseThrow().compareTo(watched) <= 0)
              .hasSize(1);
        }
      }
    }
  }

  @Test
  void nginxIsSeenToBecomeAClientOfItselfAfterClientsOnThisMachineWereLeftOut() throws Exception {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      int port = Ports.free();
      String itself = "location /self/ { proxy_pass http://127.0.0.1:%d/; ".formatted(port);
      String configuration = configuration(port, backend, 1024);
      String upgrades = configuration.substring(configuration.indexOf("proxy_http_version"));
      upgrades = upgrades.substring(0, upgrades.indexOf('}') + 1);
      String both = configuration.replace("location / {", itself + upgrades + " location / {");
      try (RealNginx nginx = RealNginx.start(both, port);
          Sockets before = Sockets.open(port, 3)) {
        OptionalLong master = OptionalLong.of(nginx.pid());
        before.echo("before");
        TrafficReader reader = reader(nginx);
        for (int i = 0; i < 5; i++) {
          assertThat(traffic(reader, master).tunnels()).hasSize(3);
        }
        try (Sockets through = Sockets.open(port, "/self/", 2)) {
          through.echo("y".repeat(3000));
          assertThat(traffic(reader, master).tunnels())
              .hasSize(3 + 2 * 2)
              .extracting(t -> t.connection().upstream().orElseThrow().remote().port())
              .filteredOn(to -> to == port)
              .hasSize(2);
        }
      }
    }
  }

  @Test
  void aReloadLeavesAnOldWorkerWithItsSocketsAndThatIsSaid() throws Exception {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      int port = Ports.free();
      String configuration = configuration(port, backend, 1024);
      try (RealNginx nginx = RealNginx.start(configuration, port);
          Sockets sockets = Sockets.open(port, 2)) {
        sockets.echo("before");
        nginx.reload(configuration);
        Traffic traffic = traffic(reader(nginx), OptionalLong.of(nginx.pid()));
        assertThat(traffic.tunnels())
            .hasSize(2)
            .allMatch(tunnel -> tunnel.connection().isHeldByOldWorker());
        assertThat(traffic.causes()).extracting(Finding::id).containsExactly("old-workers-pile-up");
        assertThat(traffic.causes().getFirst().summary()).contains("one worker", "hold 2");
        assertThat(traffic.workers())
            .allMatch(one -> one.process().openFiles() > 0)
            .allMatch(one -> one.process().memory().isPresent());
      }
    }
  }

  @Test
  void aWorkerThatIsNearlyFullIsNamed() throws Exception {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      int port = Ports.free();
      try (RealNginx nginx = RealNginx.start(configuration(port, backend, 12), port);
          Sockets sockets = Sockets.open(port, 5)) {
        sockets.echo("all open");
        Traffic traffic = traffic(reader(nginx), OptionalLong.of(nginx.pid()));
        assertThat(traffic.workers()).extracting(Traffic.Worker::connections).containsExactly(11);
        assertThat(traffic.causes())
            .extracting(Finding::id)
            .containsExactly("worker-connections-exhausted");
      }
    }
  }

  @Test
  void withoutSocketsThereIsNothingToSay() {
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx = RealNginx.start(configuration(port, backend, 64), port)) {
      Traffic traffic = traffic(reader(nginx), OptionalLong.of(nginx.pid()));
      assertThat(traffic.tunnels()).isEmpty();
      assertThat(traffic.workers()).hasSize(1);
      assertThat(traffic.causes()).isEmpty();
    }
  }

  private static Traffic traffic(TrafficReader reader, OptionalLong master) {
    return given(reader.read(master));
  }

  private static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Unusable<T>(String message) -> throw new AssertionError(message);
    };
  }

  private static TrafficReader reader(RealNginx nginx) {
    Setting setting =
        new Setting(
            new ConfigurationSource.File(nginx.folder().resolve("nginx.conf")),
            Optional.empty(),
            Optional.empty());
    return given(new Doctor().traffic(setting));
  }

  private static String configuration(int port, WebSocketBackend backend, int connections) {
    return """
        worker_processes 1;
        events { worker_connections %d; }
        http {
          access_log off;
          server {
            listen 127.0.0.1:%d;
            location / {
              proxy_pass http://%s;
              proxy_http_version 1.1;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection upgrade;
              proxy_read_timeout %ds;
            }
          }
        }
        """
        .formatted(connections, port, backend.address(), LIMIT_SECONDS);
  }

  /// Open sockets of Java's own client.
  private static final class Sockets implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<WebSocket> open = new ArrayList<>();
    private volatile CountDownLatch answers = new CountDownLatch(0);

    static Sockets open(int port, int count) {
      return open(port, "/", count);
    }

    static Sockets open(int port, String path, int count) {
      Sockets sockets = new Sockets();
      for (int i = 0; i < count; i++) {
        sockets.open.add(
            sockets
                .client
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + path), sockets.new Listener())
                .join());
      }
      return sockets;
    }

    /// Sends the text on each, and waits until all have come back.
    void echo(String text) throws InterruptedException {
      answers = new CountDownLatch(open.size());
      open.forEach(socket -> socket.sendText(text, true).join());
      assertThat(answers.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private final class Listener implements WebSocket.Listener {
      @Override
      public @Nullable CompletionStage<?> onText(
          WebSocket socket, CharSequence part, boolean isLast) {
        if (isLast) {
          answers.countDown();
        }
        socket.request(1);
        return null;
      }
    }

    @Override
    public void close() {
      open.forEach(WebSocket::abort);
      client.close();
    }
  }
}
