package dev.wsdoctor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.log.LogSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A tunnel between sockets of our own, and the same between the JDK's, with and without TLS:
/// nobody can tell one from the other.
class TunnelCarriersTest {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String UPGRADE =
      "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n";
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

  enum Sockets {
    OWN,
    JDK
  }

  /// On what sockets, and whether the client speaks TLS.
  enum Way {
    OWN_PLAIN(Sockets.OWN, false),
    OWN_TLS(Sockets.OWN, true),
    JDK_PLAIN(Sockets.JDK, false),
    JDK_TLS(Sockets.JDK, true);

    final Sockets sockets;
    final boolean isTls;

    Way(Sockets sockets, boolean isTls) {
      this.sockets = sockets;
      this.isTls = isTls;
    }
  }

  @TempDir Path folder;

  private record Wire(Socket socket, InputStream in) implements AutoCloseable {
    static Wire of(Socket socket) throws IOException {
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new Wire(socket, new BufferedInputStream(socket.getInputStream()));
    }

    void say(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    String hear(int bytes) throws IOException {
      return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    String hearAll() throws IOException {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    String hearHead() throws IOException {
      StringBuilder heard = new StringBuilder();
      while (!heard.toString().endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          return heard + "<end>";
        }
        heard.append((char) b);
      }
      return heard.toString();
    }

    void end() throws IOException {
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /// A gateway in front of one backend.
  private final class Stage implements AutoCloseable {
    private final ServerSocket backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Gateway gateway;
    private final SocketFactory clients;

    Stage(Way way, String main, String location) throws IOException {
      clients = way.isTls ? ClientSockets.trusting() : SocketFactory.getDefault();
      GatewaySettings settings =
          GatewaySettings.onLoopback(NginxVersion.NEWEST_STABLE)
              .logging(LogSettings.of(folder).withErrorLog(folder.resolve("error.log").toString()));
      GatewayStart start =
          Gateway.start(
              configuration(way, main, location),
              way.sockets == Sockets.OWN ? settings : settings.withSocketsOfJdk());
      gateway =
          switch (start) {
            case GatewayStart.Started(Gateway started) -> started;
            case GatewayStart.Refused(List<String> messages) -> throw new AssertionError(messages);
          };
    }

    private Configuration configuration(Way way, String main, String location) {
      String text =
          main
              + """
              events {}
              http {
                log_format ends "$status $bytes_sent $body_bytes_sent";
                access_log %s ends;
                limit_conn_zone $server_port zone=one:1m;
                upstream u { server 127.0.0.1:%d max_conns=1; }
                server {
                  %s
                  location / {
                    proxy_pass http://u;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection upgrade;
                    %s
                  }
                }
              }
              """
                  .formatted(
                      folder.resolve("access.log"),
                      backend.getLocalPort(),
                      way.isTls ? "listen 80 ssl;" + ClientSockets.IDENTITY : "listen 80;",
                      location);
      return Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire client() throws IOException {
      return Wire.of(clients.createSocket(InetAddress.getLoopbackAddress(), gateway.port(80)));
    }

    Wire upstream(Wire client, String behindRequest, String behindAnswer) throws IOException {
      client.say(UPGRADE + behindRequest);
      Wire upstream = Wire.of(backend.accept());
      assertThat(upstream.hearHead()).startsWith("GET /ws HTTP/1.");
      upstream.say(SWITCHING + behindAnswer);
      return upstream;
    }

    @Override
    public void close() throws IOException {
      gateway.close();
      backend.close();
    }
  }

  private Stage stage(Way way, String location) throws IOException {
    return new Stage(way, "", location);
  }

  @ParameterizedTest
  @EnumSource
  void whatCameEarlyComesFirst(Way way) throws IOException {
    try (Stage stage = stage(way, "");
        Wire client = stage.client();
        Wire upstream = stage.upstream(client, "ahead ", "early ")) {
      assertThat(client.hearHead()).startsWith("HTTP/1.1 101");
      upstream.say("late");
      client.say("behind");
      assertThat(client.hear(10)).isEqualTo("early late");
      assertThat(upstream.hear(12)).isEqualTo("ahead behind");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMegabyteGoesEachWayAtOnce(Way way) throws Exception {
    String megabyte = "0123456789abcdef".repeat(1 << 16);
    try (Stage stage = stage(way, "");
        Wire client = stage.client();
        Wire upstream = stage.upstream(client, "", "")) {
      client.hearHead();
      CompletableFuture<Void> up = sending(client, megabyte);
      CompletableFuture<Void> down = sending(upstream, megabyte);
      CompletableFuture<String> arrived =
          CompletableFuture.supplyAsync(() -> unchecked(() -> upstream.hear(megabyte.length())));
      assertThat(client.hear(megabyte.length())).isEqualTo(megabyte);
      assertThat(arrived.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(megabyte);
      CompletableFuture.allOf(up, down).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theUpstreamsLastWordsArriveAndBothEnd(Way way) throws IOException {
    try (Stage stage = stage(way, "");
        Wire client = stage.client();
        Wire upstream = stage.upstream(client, "", "")) {
      client.hearHead();
      upstream.say("bye");
      upstream.socket().shutdownOutput();
      assertThat(client.hearAll()).isEqualTo("bye");
      assertThat(upstream.hearAll()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetOfOneSideEndsTheOther(Way way) throws IOException {
    try (Stage stage = stage(way, "");
        Wire client = stage.client();
        Wire upstream = stage.upstream(client, "", "")) {
      client.hearHead();
      client.socket().setSoLinger(true, 0);
      client.end();
      assertThat(upstream.hearAll()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void silenceIsCutByTheReadTimeout(Way way) throws IOException {
    try (Stage stage = stage(way, "proxy_read_timeout 200ms;");
        Wire client = stage.client();
        Wire upstream = stage.upstream(client, "", "")) {
      client.hearHead();
      assertThat(client.hearAll()).isEmpty();
      assertThat(upstream.hearAll()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLogIsWrittenAtTheEndWithAllThatWasSent(Way way) throws Exception {
    try (Stage stage = stage(way, "")) {
      int head;
      try (Wire client = stage.client();
          Wire upstream = stage.upstream(client, "", "")) {
        head = client.hearHead().length();
        upstream.say("0123456789");
        assertThat(client.hear(10)).isEqualTo("0123456789");
        assertThat(folder.resolve("access.log")).isEmptyFile();
      }
      drain(stage);
      assertThat(Files.readString(folder.resolve("access.log")))
          .isEqualTo("101 %d 10\n".formatted(head + 10));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTunnelHoldsItsPlacesUntilItEnds(Way way) throws Exception {
    try (Stage stage = stage(way, "limit_conn one 1;");
        Wire client = stage.client();
        Wire upstream = stage.upstream(client, "", "")) {
      client.hearHead();
      try (Wire second = stage.client()) {
        second.say(UPGRADE);
        assertThat(second.hearHead()).startsWith("HTTP/1.1 503");
      }
      client.end();
      assertThat(upstream.hearAll()).isEmpty();
      drain(stage);
      assertThat(Files.readAllLines(folder.resolve("access.log")))
          .hasSize(2)
          .anyMatch(line -> line.startsWith("503"))
          .anyMatch(line -> line.startsWith("101"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePeerIsFreeAgainWhenTheTunnelHasEnded(Way way) throws Exception {
    try (Stage stage = stage(way, "proxy_read_timeout 1s; access_log off;")) {
      try (Wire client = stage.client();
          Wire upstream = stage.upstream(client, "", "")) {
        client.hearHead();
        try (Wire second = stage.client()) {
          second.say(UPGRADE);
          assertThat(second.hearHead()).startsWith("HTTP/1.1 502");
        }
        assertThat(client.hearAll()).isEmpty();
        assertThat(upstream.hearAll()).isEmpty();
      }
      try (Wire third = stage.client();
          Wire upstream = stage.upstream(third, "", "again")) {
        assertThat(third.hearHead()).startsWith("HTTP/1.1 101");
        assertThat(third.hear(5)).isEqualTo("again");
        assertThat(upstream.socket().isConnected()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theShutdownTimeoutCutsTunnels(Way way) throws Exception {
    try (Stage stage = new Stage(way, "worker_shutdown_timeout 100ms;\n", "");
        Wire client = stage.client();
        Wire upstream = stage.upstream(client, "", "x")) {
      client.hearHead();
      assertThat(client.hear(1)).isEqualTo("x");
      drain(stage);
      assertThat(client.hearAll()).isEmpty();
      assertThat(upstream.hearAll()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingTheGatewayEndsTunnelsAndWritesTheirLines(Way way) throws Exception {
    try (Stage stage = stage(way, "");
        Wire client = stage.client();
        Wire upstream = stage.upstream(client, "", "x")) {
      client.hearHead();
      assertThat(client.hear(1)).isEqualTo("x");
      stage.gateway.close();
      assertThat(client.hearAll()).isEmpty();
      assertThat(upstream.hearAll()).isEmpty();
      assertThat(Files.readAllLines(folder.resolve("access.log"))).hasSize(1);
    }
  }

  private static void drain(Stage stage) throws Exception {
    stage.gateway.drain().toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private interface Reading {
    String read() throws IOException;
  }

  private static String unchecked(Reading reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static CompletableFuture<Void> sending(Wire wire, String text) {
    return CompletableFuture.runAsync(
        () ->
            unchecked(
                () -> {
                  wire.say(text);
                  return "";
                }));
  }
}
