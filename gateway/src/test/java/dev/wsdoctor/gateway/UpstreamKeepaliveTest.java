package dev.wsdoctor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the kept connections of nginx's releases have for Debian's does not: its defaults since
/// 1.29.7, and the end of a configuration.
class UpstreamKeepaliveTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static Gateway start(ServerSocket backend, String block, NginxVersion version) {
    return switch (Gateway.start(
        configuration(backend, block), GatewaySettings.onLoopback(version))) {
      case GatewayStart.Started(Gateway gateway) -> gateway;
      case GatewayStart.Refused(List<String> messages) -> throw new AssertionError(messages);
    };
  }

  private static Configuration configuration(ServerSocket backend, String block) {
    String text =
        """
        events {}
        http {
          upstream u { server 127.0.0.1:%d; %s }
          server {
            listen 80;
            location / { proxy_pass http://u; }
            location /b/ { proxy_pass http://u; }
          }
        }
        """
            .formatted(backend.getLocalPort(), block);
    return Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static ServerSocket backend() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  /// A request, its way over that connection, and the answer.
  private static void pass(Wire client, String path, Wire upstream) throws IOException {
    client.say("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    answer(client, path, upstream);
  }

  private static void answer(Wire client, String path, Wire upstream) throws IOException {
    assertThat(upstream.hear("\r\n\r\n")).startsWith("GET " + path + " HTTP/1.");
    upstream.say(ANSWER);
    assertThat(client.hear("ok")).startsWith("HTTP/1.1 200 OK");
  }

  private static Wire passOverNew(Wire client, String path, ServerSocket backend)
      throws IOException {
    client.say("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    Wire upstream = Wire.of(backend.accept());
    answer(client, path, upstream);
    return upstream;
  }

  @Test
  void connectionsAreKeptByDefaultSince1297() throws IOException {
    try (ServerSocket backend = backend();
        Gateway gateway = start(backend, "", new NginxVersion(1, 29, 7));
        Wire client = Wire.to(gateway.port(80));
        Wire upstream = passOverNew(client, "/1", backend)) {
      pass(client, "/2", upstream);
    }
  }

  @Test
  void connectionsAreNotKeptBefore() throws IOException {
    try (ServerSocket backend = backend();
        Gateway gateway = start(backend, "", new NginxVersion(1, 29, 6));
        Wire client = Wire.to(gateway.port(80));
        Wire upstream = passOverNew(client, "/1", backend);
        Wire second = passOverNew(client, "/2", backend)) {
      assertThat(upstream.hear("never")).isEqualTo("<end>");
      assertThat(second.hear("never")).isEqualTo("<end>");
    }
  }

  @Test
  void keepaliveZeroTurnsThemOff() throws IOException {
    try (ServerSocket backend = backend();
        Gateway gateway = start(backend, "keepalive 0;", new NginxVersion(1, 29, 7));
        Wire client = Wire.to(gateway.port(80));
        Wire upstream = passOverNew(client, "/1", backend)) {
      assertThat(upstream.hear("never")).isEqualTo("<end>");
    }
  }

  @Test
  void byDefaultEachLocationHasItsOwn() throws IOException {
    try (ServerSocket backend = backend();
        Gateway gateway = start(backend, "", new NginxVersion(1, 29, 7));
        Wire client = Wire.to(gateway.port(80));
        Wire first = passOverNew(client, "/1", backend);
        Wire second = passOverNew(client, "/b/2", backend)) {
      pass(client, "/3", first);
      pass(client, "/b/4", second);
    }
  }

  @Test
  void askedForWithoutLocalTheyServeAllLocations() throws IOException {
    try (ServerSocket backend = backend();
        Gateway gateway = start(backend, "keepalive 8;", new NginxVersion(1, 29, 7));
        Wire client = Wire.to(gateway.port(80));
        Wire upstream = passOverNew(client, "/1", backend)) {
      pass(client, "/b/2", upstream);
    }
  }

  @Test
  void aReloadClosesThem() throws IOException {
    try (ServerSocket backend = backend();
        Gateway gateway = start(backend, "keepalive 8;", new NginxVersion(1, 29, 7));
        Wire client = Wire.to(gateway.port(80));
        Wire upstream = passOverNew(client, "/1", backend)) {
      assertThat(gateway.reload(configuration(backend, "keepalive 8;"))).isEmpty();
      assertThat(upstream.hear("never")).isEqualTo("<end>");
    }
  }

  @Test
  void requestsThatEndAfterAReloadKeepNone() throws IOException {
    try (ServerSocket backend = backend();
        Gateway gateway = start(backend, "keepalive 8;", new NginxVersion(1, 29, 7));
        Wire client = Wire.to(gateway.port(80))) {
      client.say("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
      try (Wire upstream = Wire.of(backend.accept())) {
        assertThat(gateway.reload(configuration(backend, "keepalive 8;"))).isEmpty();
        answer(client, "/1", upstream);
        assertThat(upstream.hear("never")).isEqualTo("<end>");
      }
    }
  }
}
