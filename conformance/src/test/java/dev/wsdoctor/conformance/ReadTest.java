package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import dev.wsdoctor.probe.Incoming;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.websocket.Frame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `read` on what a real tcpdump captures of both hops around a real nginx.
class ReadTest {
  private static final Duration PATIENCE = PatientSocket.PATIENCE;

  @BeforeAll
  static void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
    RealParts.needTcpdump();
  }

  @Test
  void bothHopsOfASocketAreShownWithTheirFrames() {
    for (String network : List.of("lo", "any")) {
      int port = Ports.free();
      try (WebSocketBackend backend = WebSocketBackend.start();
          RealNginx nginx = RealNginx.start(configuration(port, backend, "60s"), port);
          RealTcpdump tcpdump = RealTcpdump.start(network, ports(port, backend))) {
        try (LiveSocket socket = open(port, "/ws?token=abcdef123456")) {
          socket.send(Frame.text("h\u00e9llo"));
          assertThat(socket.next(PATIENCE)).isInstanceOf(Incoming.Happened.class);
          socket.closeCleanly(PATIENCE);
        }
        Run run = Product.run(List.of("read", tcpdump.stop().toString()));
        assertThat(nginx.errorLog()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
            .contains("2 connections with a WebSocket handshake")
            .contains("#1 goes on as #2  by its Sec-WebSocket-Key")
            .contains(
                "request  Host: 127.0.0.1:%d  ->  127.0.0.1:%d".formatted(port, backend.port()))
            .contains("    ended first by the client")
            .contains("-> 127.0.0.1:%d  GET /ws?token=[hidden], 101 after".formatted(port))
            .contains("-> 127.0.0.1:%d  GET /ws".formatted(backend.port()))
            .contains(" > text 6 B  h\u00e9llo")
            .contains(" < text 6 B  h\u00e9llo")
            .contains("closed first by the client: 1000 (normal closure)")
            .doesNotContain("abcdef123456");
      }
    }
  }

  @Test
  void whoEndedAnIdleSocketIsSeenOnBothHops() {
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx = RealNginx.start(configuration(port, backend, "1s"), port);
        RealTcpdump tcpdump = RealTcpdump.start("lo", ports(port, backend))) {
      try (LiveSocket socket = open(port, "/ws")) {
        assertThat(socket.next(PATIENCE)).isInstanceOf(Incoming.Ended.class);
      }
      Run run = Product.run(List.of("read", tcpdump.stop().toString()));
      assertThat(nginx.errorLog()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("[read-timeout-too-short]")
          .contains("    ended first by the hop between them, nginx as a rule")
          .contains("ended first by the server with FIN, without a Close frame, after")
          .contains("ended first by the client with FIN, without a Close frame, after");
    }
  }

  @Test
  void whatNginxTakesFromTheHandshakeIsNamed() {
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx =
            RealNginx.start(
                configuration(port, backend, "1s")
                    .replace("proxy_http_version 1.1;", "")
                    .replaceAll("proxy_set_header .*\n", ""),
                port);
        RealTcpdump tcpdump = RealTcpdump.start("lo", ports(port, backend))) {
      try (HeldSocket held = HeldSocket.open(port, "/ws")) {
        assertThat(held.opened()).isFalse();
      }
      Run run = Product.run(List.of("read", tcpdump.stop().toString(), "--format", "json"));
      assertThat(nginx.errorLog()).isEmpty();
      assertThat(run.exitCode()).isOne();
      assertThat(run.causes()).containsExactly("upgrade-headers-missing", "upstream-http-1.0");
      assertThat(run.json().get("passages").get(0).get("request_changes").toString())
          .contains("{\"name\":\"Upgrade\",\"before\":\"websocket\",\"after\":null}");
    }
  }

  @Test
  void aBackendThatIsNotThereIsNamed() {
    int port = Ports.free();
    int nobody = Ports.free();
    String configuration = configuration(port, "127.0.0.1:" + nobody, "1s");
    try (RealNginx nginx = RealNginx.start(configuration, port);
        RealTcpdump tcpdump =
            RealTcpdump.start("lo", "tcp port %d or tcp port %d".formatted(port, nobody))) {
      try (HeldSocket held = HeldSocket.open(port, "/ws")) {
        assertThat(held.opened()).isFalse();
      }
      Run run = Product.run(List.of("read", tcpdump.stop().toString(), "--format", "json"));
      assertThat(nginx.errorLog()).contains("Connection refused");
      assertThat(run.causes()).containsExactly("upstream-unreachable");
    }
  }

  private static LiveSocket open(int port, String path) {
    return PatientSocket.open("ws://127.0.0.1:" + port + path);
  }

  private static String ports(int port, WebSocketBackend backend) {
    return "tcp port %d or tcp port %d".formatted(port, backend.port());
  }

  private static String configuration(int port, WebSocketBackend backend, String timeout) {
    return configuration(port, backend.address(), timeout);
  }

  private static String configuration(int port, String backend, String timeout) {
    return """
    events {}
    http {
      access_log off;
      server {
        listen 127.0.0.1:%d;
        location /ws {
          proxy_pass http://%s;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection upgrade;
          proxy_read_timeout %s;
        }
      }
    }
    """
        .formatted(port, backend, timeout);
  }
}
