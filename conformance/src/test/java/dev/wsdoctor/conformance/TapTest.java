package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import dev.wsdoctor.probe.Incoming;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A tap on either side of a real nginx, in plain and in TLS.
class TapTest {
  private static final Duration PATIENCE = PatientSocket.PATIENCE;

  @BeforeAll
  static void needParts() {
    RealParts.needNginx();
    RealParts.needWebSocketBackend();
    RealParts.needOpenssl();
  }

  @Test
  void inFrontOfNginxItShowsWhatTheClientSees() {
    int front = Ports.free();
    int port = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start();
        RealNginx nginx =
            RealNginx.start(proxy(listen(port), "http://" + backend.address()), port)) {
      RunningProduct tap = tap(Integer.toString(front), "127.0.0.1:" + port);
      converse("ws://127.0.0.1:" + front + "/ws?token=abcdef123456");
      Run run = tap.end();
      assertThat(nginx.errorLog()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("tapping 127.0.0.1:%d -> 127.0.0.1:%d".formatted(front, port));
      assertThat(run.out())
          .contains(" > GET /ws?token=[hidden] HTTP/1.1")
          .contains(" <   Server: nginx/")
          .contains(" > text 5 B  hello")
          .contains(" < text 5 B  hello")
          .contains("closed first by the client: 1000 (normal closure)")
          .doesNotContain("abcdef123456");
    }
  }

  @Test
  void behindNginxItShowsWhatNginxSends() {
    int port = Ports.free();
    int between = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      RunningProduct tap = tap(Integer.toString(between), backend.address());
      try (RealNginx nginx =
          RealNginx.start(proxy(listen(port), "http://127.0.0.1:" + between), port)) {
        converse("ws://127.0.0.1:" + port + "/ws");
        assertThat(nginx.errorLog()).isEmpty();
      }
      assertThat(tap.end().out())
          .contains(" >   Host: 127.0.0.1:" + between)
          .contains(" >   Connection: upgrade")
          .contains(" <   Server: Python")
          .contains(" > text 5 B  hello");
    }
  }

  @Test
  void tlsOnBothSidesIsDecrypted() {
    int front = Ports.free();
    int port = Ports.free();
    int between = Ports.free();
    try (Certificates certificates = new Certificates()) {
      Certificates.Pair pair = certificates.selfSigned("IP:127.0.0.1,DNS:localhost");
      String certificate = pair.certificate().toString();
      String key = pair.key().toString();
      String listen =
          "listen 127.0.0.1:%d ssl; ssl_certificate %s; ssl_certificate_key %s;"
              .formatted(port, certificate, key);
      List<String> tls = List.of("--tls-certificate", certificate, "--tls-key", key);
      try (WebSocketBackend backend =
          WebSocketBackend.start("--certificate", certificate, "--key", key)) {
        RunningProduct inner =
            tap("https://127.0.0.1:" + between, "https://" + backend.address(), tls);
        RunningProduct outer = tap("127.0.0.1:" + front, "https://127.0.0.1:" + port, tls);
        try (RealNginx nginx =
            RealNginx.start(proxy(listen, "https://127.0.0.1:" + between), port)) {
          converse("wss://127.0.0.1:" + front + "/ws");
          assertThat(nginx.errorLog()).isEmpty();
        }
        assertThat(outer.end().out()).contains(" > text 5 B  hello").contains("Server: nginx/");
        assertThat(inner.end().out()).contains(" < text 5 B  hello").contains("Server: Python");
      }
    }
  }

  @Test
  void unixSocketsOnBothSides() {
    int port = Ports.free();
    try (TemporaryFolder folder = TemporaryFolder.create("tap");
        WebSocketBackend backend =
            WebSocketBackend.start("--unix", folder.path().resolve("app").toString())) {
      assertThat(backend.port()).isZero();
      String socket = "unix:" + folder.path().resolve("tap");
      RunningProduct tap = tap(socket, "unix:" + folder.path().resolve("app"));
      try (RealNginx nginx = RealNginx.start(proxy(listen(port), "http://" + socket), port)) {
        converse("ws://127.0.0.1:" + port + "/ws");
        assertThat(nginx.errorLog()).isEmpty();
      }
      assertThat(tap.end().out()).contains(" > text 5 B  hello").contains(" < text 5 B  hello");
      assertThat(folder.path().resolve("tap")).doesNotExist();
    }
  }

  @Test
  void haproxyIsAHopLikeAnyOther() {
    RealParts.needHaproxy();
    int front = Ports.free();
    int between = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      RunningProduct tap = tap(Integer.toString(between), backend.address());
      try (RealHaproxy haproxy =
          RealHaproxy.start(front, "127.0.0.1:" + between, "timeout tunnel 1s")) {
        assertThat(haproxy).isNotNull();
        try (LiveSocket socket = PatientSocket.open("ws://127.0.0.1:" + front + "/ws")) {
          assertThat(socket.next(PATIENCE)).isInstanceOf(Incoming.Ended.class);
        }
      }
      // Unlike nginx, HAProxy resets its server when the tunnel has been silent for too long.
      assertThat(tap.end().out()).contains("reset by the client, after 1");
    }
  }

  @Test
  void largeMessagesPassByteForByte() {
    int front = Ports.free();
    StringBuilder payload = new StringBuilder();
    new Random(1).ints(900_000, 0, 256).forEach(b -> payload.append((char) b));
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      RunningProduct tap = tap(Integer.toString(front), backend.address());
      try (LiveSocket socket = PatientSocket.open("ws://127.0.0.1:" + front + "/ws")) {
        socket.send(Frame.binary(payload.toString()));
        assertThat(message(socket)).isEqualTo(payload.toString());
        socket.closeCleanly(PATIENCE);
      }
      assertThat(tap.end().out()).contains(" > binary 900.0 kB ").contains(" < binary 900.0 kB ");
    }
  }

  private static String message(LiveSocket socket) {
    while (socket.next(PATIENCE) instanceof Incoming.Happened(Event event)) {
      if (event instanceof Event.MessageRead(var _, String payload)) {
        return payload;
      }
    }
    throw new AssertionError("the socket ended before a message came");
  }

  @Test
  void aResetOfTheClientBecomesOneOfTheTap() throws InterruptedException {
    int front = Ports.free();
    CountDownLatch left = new CountDownLatch(1);
    try (BadPeer server =
        BadPeer.start(
            socket -> {
              BadPeer.readHead(socket);
              BadPeer.write(
                  socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
              try {
                socket.getInputStream().read();
              } catch (SocketException _) {
                left.countDown();
              }
            })) {
      RunningProduct tap = tap(Integer.toString(front), "127.0.0.1:" + server.port());
      try (HeldSocket held = HeldSocket.open(front, "/ws")) {
        assertThat(held.opened()).isTrue();
        held.reset();
        assertThat(left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
      assertThat(tap.end().out())
          .contains("RST: throws the connection away")
          .contains("reset by the client");
    }
  }

  @Test
  void aServerThatIsNotThereIsSaid() {
    int front = Ports.free();
    int nobody = Ports.free();
    RunningProduct tap = tap(Integer.toString(front), "127.0.0.1:" + nobody);
    try (HeldSocket held = HeldSocket.open(front, "/ws")) {
      assertThat(held.opened()).isFalse();
    }
    assertThat(tap.end().out())
        .contains("127.0.0.1:%d cannot be reached: Connection refused".formatted(nobody));
  }

  @Test
  void itEndsByTimeAndLetsItsConnectionsGo() {
    int front = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      RunningProduct tap =
          RunningProduct.start(
              "tapping",
              List.of("tap", "--listen", "" + front, "--to", backend.address(), "--for", "1s"));
      try (LiveSocket socket = PatientSocket.open("ws://127.0.0.1:" + front + "/ws")) {
        assertThat(socket.next(PATIENCE)).isInstanceOf(Incoming.Ended.class);
      }
      assertThat(tap.end().exitCode()).isZero();
      assertThat(Ports.accepts(front)).isFalse();
    }
  }

  @Test
  void anAddressThatIsTakenIsSaid() {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      Run run =
          Product.run(
              List.of("tap", "--listen", backend.address(), "--to", "127.0.0.1:" + Ports.free()));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains("cannot listen at %s: Address already in use; ".formatted(backend.address()));
    }
  }

  private static RunningProduct tap(String listen, String to) {
    return tap(listen, to, List.of());
  }

  /// A tap that ends after one connection.
  private static RunningProduct tap(String listen, String to, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("tap", "--listen", listen, "--to", to));
    arguments.addAll(List.of("--stop-after", "1"));
    arguments.addAll(more);
    return RunningProduct.start("tapping", arguments);
  }

  private static void converse(String url) {
    try (LiveSocket socket = PatientSocket.open(url)) {
      socket.send(Frame.text("hello"));
      assertThat(message(socket)).isEqualTo("hello");
      socket.closeCleanly(PATIENCE);
    }
  }

  private static String listen(int port) {
    return "listen 127.0.0.1:%d;".formatted(port);
  }

  private static String proxy(String listen, String backend) {
    return """
    events {}
    http {
      access_log off;
      server {
        %s
        location /ws {
          proxy_pass %s;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection upgrade;
        }
      }
    }
    """
        .formatted(listen, backend);
  }
}
