package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Incoming;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.websocket.Frame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `read` on what a real tcpdump captures of both hops around a real nginx.
class ReadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
      assertThat(run.out())
          .contains("ended first by the server with FIN, without a Close frame, after")
          .contains("ended first by the client with FIN, without a Close frame, after");
    }
  }

  private static LiveSocket open(int port, String path) {
    Target target =
        switch (Target.parse("ws://127.0.0.1:" + port + path)) {
          case Target.Parsed.Valid(Target valid) -> valid;
          case Target.Parsed.Invalid(String message) -> throw new AssertionError(message);
        };
    return switch (LiveSocket.open(ProbeTarget.through(target), Fields.NONE, Limits.DEFAULT)) {
      case Opening.Open(LiveSocket socket, var _) -> socket;
      case Opening.Failed(var seen) -> throw new AssertionError(seen.toString());
    };
  }

  private static String ports(int port, WebSocketBackend backend) {
    return "tcp port %d or tcp port %d".formatted(port, backend.port());
  }

  private static String configuration(int port, WebSocketBackend backend, String timeout) {
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
        .formatted(port, backend.address(), timeout);
  }
}
