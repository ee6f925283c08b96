package dev.wsdoctor.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Starting, listening, reloading and ending.
class GatewayTest {
  private static final GatewaySettings SETTINGS =
      GatewaySettings.onLoopback(NginxVersion.NEWEST_STABLE);

  private static Configuration configuration(String http) {
    String text = "events {}\nhttp {\n" + http + "\n}\n";
    return Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Gateway start(String http) {
    return switch (Gateway.start(configuration(http), SETTINGS)) {
      case GatewayStart.Started(Gateway gateway) -> gateway;
      case GatewayStart.Refused(List<String> messages) -> throw new AssertionError(messages);
    };
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void everyListenGetsAFreePortOfLoopback() {
    try (Gateway gateway = start("server { listen 80; listen 10.1.2.3:80; listen [::]:443; }")) {
      assertThat(gateway.listeners())
          .extracting(Listener::writtenAddress)
          .containsExactly("*", "10.1.2.3", "[::]");
      assertThat(gateway.listeners()).extracting(Listener::address).containsOnly("127.0.0.1");
      assertThat(accepts(gateway.port(80))).isTrue();
      assertThat(accepts(gateway.port(443))).isTrue();
      assertThatThrownBy(() -> gateway.port(81)).hasMessageContaining("81");
    }
  }

  @Test
  void aConfigurationThatNginxRefusesIsRefusedInItsWords() {
    assertThat(Gateway.start(configuration("server { liste 80; }"), SETTINGS))
        .isEqualTo(
            new GatewayStart.Refused(List.of("unknown directive \"liste\" in nginx.conf:3")));
  }

  @Test
  void aTakenPortIsNamedWithItsListen() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      GatewaySettings settings =
          SETTINGS.at(new Placement.Loopback(Map.of(80, taken.getLocalPort())));
      assertThat(Gateway.start(configuration("server { listen 80; }"), settings))
          .isInstanceOfSatisfying(
              GatewayStart.Refused.class,
              r ->
                  assertThat(r.messages().getFirst())
                      .startsWith("bind() to 0.0.0.0:80 failed (")
                      .endsWith(" in nginx.conf:3"));
    }
  }

  @Test
  void bothFamiliesShareAPort() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String server = "server { listen %d; listen [::]:%d; }".formatted(port, port);
    GatewaySettings asWritten = SETTINGS.at(new Placement.AsWritten());
    switch (Gateway.start(configuration(server), asWritten)) {
      case GatewayStart.Refused(List<String> messages) -> throw new AssertionError(messages);
      case GatewayStart.Started(Gateway gateway) -> {
        try (gateway) {
          assertThat(gateway.listeners()).extracting(Listener::port).containsExactly(port, port);
        }
      }
    }
  }

  @Test
  void aReloadOpensAndClosesListeners() {
    try (Gateway gateway = start("server { listen 80; listen 81; }")) {
      int kept = gateway.port(80);
      int dropped = gateway.port(81);
      assertThat(gateway.reload(configuration("server { listen 80; listen 82; }"))).isEmpty();
      assertThat(gateway.port(80)).isEqualTo(kept);
      assertThat(accepts(kept)).isTrue();
      assertThat(accepts(gateway.port(82))).isTrue();
      assertThat(accepts(dropped)).isFalse();
    }
  }

  @Test
  void aBadReloadChangesNothing() {
    try (Gateway gateway = start("server { listen 80; }")) {
      assertThat(gateway.reload(configuration("server { listen 80; bogus; }")))
          .containsExactly("unknown directive \"bogus\" in nginx.conf:3");
      assertThat(accepts(gateway.port(80))).isTrue();
    }
  }

  @Test
  void drainingStopsListeningAndCompletes() {
    try (Gateway gateway = start("server { listen 80; }")) {
      int port = gateway.port(80);
      gateway.drain().toCompletableFuture().join();
      assertThat(accepts(port)).isFalse();
    }
  }
}
