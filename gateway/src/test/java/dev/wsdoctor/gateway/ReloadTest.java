package dev.wsdoctor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What becomes of connections when the configuration is replaced, and when the gateway ends.
class ReloadTest {
  private static final String UPGRADE =
      "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n";
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

  private static Configuration configuration(String http) {
    return configuration(http, "");
  }

  private static Configuration configuration(String http, String main) {
    String text = main + "events {}\nhttp {\n" + http + "\n}\n";
    return Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Gateway start(String http) {
    GatewaySettings settings = GatewaySettings.onLoopback(NginxVersion.NEWEST_STABLE);
    return switch (Gateway.start(configuration(http), settings)) {
      case GatewayStart.Started(Gateway gateway) -> gateway;
      case GatewayStart.Refused(List<String> messages) -> throw new AssertionError(messages);
    };
  }

  /// A second close, by the test's end, does nothing.
  private static void closed(Gateway gateway) {
    AutoCloseable closing = gateway;
    try {
      closing.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String proxy(ServerSocket backend) {
    return "server { listen 80; location / { proxy_pass http://127.0.0.1:"
        + backend.getLocalPort()
        + "; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; } }";
  }

  private static Wire tunnel(Wire client, ServerSocket backend) throws IOException {
    client.say(UPGRADE);
    Wire upstream = Wire.of(backend.accept());
    assertThat(upstream.hear("\r\n\r\n")).startsWith("GET /ws HTTP/1.");
    upstream.say(SWITCHING);
    assertThat(client.hear("\r\n\r\n")).startsWith("HTTP/1.1 101 Switching Protocols");
    return upstream;
  }

  @Test
  void newConnectionsGetTheNewConfiguration() throws IOException {
    try (Gateway gateway = start("server { listen 80; return 200 old; }")) {
      int port = gateway.port(80);
      try (Wire before = Wire.to(port)) {
        assertThat(before.ask("/", "old")).contains("200 OK");
        assertThat(gateway.reload(configuration("server { listen 80; return 200 new; }")))
            .isEmpty();
        assertThat(before.hear("never")).isEqualTo("<end>");
      }
      try (Wire after = Wire.to(port)) {
        assertThat(after.ask("/", "new")).contains("200 OK");
      }
    }
  }

  /// Also where nobody comes in under the new one.
  @Test
  void theOldConfigurationIsLetGoOf() throws Exception {
    try (Gateway gateway = start("server { listen 80; return 200 first; }")) {
      Configuration old = configuration("server { listen 80; return 200 old; }");
      WeakReference<Configuration> kept = new WeakReference<>(old);
      assertThat(gateway.reload(old)).isEmpty();
      old = configuration("server { listen 80; return 200 new; }");
      try (Wire client = Wire.to(gateway.port(80))) {
        assertThat(client.ask("/", "old")).contains("200 OK");
        assertThat(gateway.reload(old)).isEmpty();
        assertThat(client.hear("never")).isEqualTo("<end>");
      }
      for (int i = 0; i < 50 && kept.get() != null; i++) {
        System.gc();
        Thread.onSpinWait();
      }
      assertThat(kept.get()).isNull();
    }
  }

  @Test
  void aTunnelOutlivesTheReload() throws IOException {
    try (var backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Gateway gateway = start(proxy(backend));
        Wire client = Wire.to(gateway.port(80));
        Wire upstream = tunnel(client, backend)) {
      assertThat(gateway.reload(configuration("server { listen 80; return 200 new; }"))).isEmpty();
      client.say("up");
      assertThat(upstream.hear("up")).isEqualTo("up");
      upstream.say("down");
      assertThat(client.hear("down")).isEqualTo("down");
    }
  }

  @Test
  void aRequestThatWaitsIsAnsweredByTheOldConfigurationAndThenClosed() throws IOException {
    try (var backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Gateway gateway = start(proxy(backend));
        Wire client = Wire.to(gateway.port(80))) {
      client.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      try (Wire upstream = Wire.of(backend.accept())) {
        upstream.hear("\r\n\r\n");
        assertThat(gateway.reload(configuration("server { listen 80; return 200 new; }")))
            .isEmpty();
        upstream.say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold");
        assertThat(client.hear("never")).endsWith("old<end>");
      }
    }
  }

  @Test
  void drainingWaitsForTheLastTunnel() throws IOException {
    try (var backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Gateway gateway = start(proxy(backend));
        Wire client = Wire.to(gateway.port(80));
        Wire upstream = tunnel(client, backend)) {
      CompletableFuture<Void> drained = gateway.drain().toCompletableFuture();
      client.say("up");
      assertThat(upstream.hear("up")).isEqualTo("up");
      assertThat(drained).isNotDone();
      upstream.socket().close();
      drained.join();
      assertThat(client.hear("never")).isEqualTo("<end>");
    }
  }

  @Test
  void workerShutdownTimeoutEndsOldTunnels() throws IOException {
    try (var backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Configuration configuration = configuration(proxy(backend), "worker_shutdown_timeout 50ms;");
      GatewaySettings settings = GatewaySettings.onLoopback(NginxVersion.NEWEST_STABLE);
      if (!(Gateway.start(configuration, settings) instanceof GatewayStart.Started started)) {
        throw new AssertionError("it does not start");
      }
      try (Gateway gateway = started.gateway();
          Wire client = Wire.to(gateway.port(80));
          Wire upstream = tunnel(client, backend)) {
        assertThat(gateway.reload(configuration)).isEmpty();
        assertThat(client.hear("never")).isEqualTo("<end>");
        assertThat(upstream.hear("never")).isEqualTo("<end>");
      }
    }
  }

  @Test
  void closingEndsTunnelsAtOnce() throws IOException {
    try (var backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Gateway gateway = start(proxy(backend));
        Wire client = Wire.to(gateway.port(80));
        Wire upstream = tunnel(client, backend)) {
      closed(gateway);
      assertThat(client.hear("never")).isEqualTo("<end>");
      assertThat(upstream.hear("never")).isEqualTo("<end>");
    }
  }
}
