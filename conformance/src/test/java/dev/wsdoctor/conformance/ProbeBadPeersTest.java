package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsdoctor.conformance.BadPeer.Behaviour;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.HandshakeProbe;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.websocket.OpeningHandshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Peers that no server should be: each ends in its own sentence, within the limits.
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeBadPeersTest {
  private static final Limits SHORT = Limits.DEFAULT.within(Duration.ofMillis(400));
  private static final Behaviour SILENT = _ -> {};

  record Case(String name, String scheme, Behaviour peer, Failure failure, String sentence) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "silent",
            "ws",
            SILENT,
            Failure.ANSWER_TIMEOUT,
            "accepted the connection and answered nothing within 400 ms"),
        new Case(
            "drips a head",
            "ws",
            BadPeer.drips("HTTP/1.1 101 Switching Protocols\r\nUpgrade: " + "x".repeat(10_000)),
            Failure.ANSWER_TIMEOUT,
            "bytes of an answer's head within 400 ms"),
        new Case(
            "closes at once",
            "ws",
            socket -> {
              BadPeer.readHead(socket);
              socket.close();
            },
            Failure.CLOSED_WITHOUT_ANSWER,
            "closed the connection without one"),
        new Case(
            "closes inside the head",
            "ws",
            socket -> {
              BadPeer.readHead(socket);
              BadPeer.write(socket, "HTTP/1.1 101 Swi");
              socket.close();
            },
            Failure.CLOSED_WITHOUT_ANSWER,
            "closed the connection after 16 bytes of its head"),
        new Case(
            "resets",
            "ws",
            socket -> {
              BadPeer.readHead(socket);
              socket.setSoLinger(true, 0);
              socket.close();
            },
            Failure.CONNECTION_RESET,
            "the server reset the connection"),
        new Case(
            "speaks SSH",
            "ws",
            socket -> BadPeer.write(socket, "SSH-2.0-OpenSSH_9.2p1\r\n"),
            Failure.NOT_HTTP,
            "the server sent 'SSH-2.0-OpenSSH_9.2p1\\x0d\\x0a'"),
        new Case(
            "sends binary garbage",
            "ws",
            BadPeer.answers("\u0000\u0001\u00ff"),
            Failure.NOT_HTTP,
            "the server sent '\\x00\\x01\\xff'"),
        new Case(
            "sends a broken status line",
            "ws",
            BadPeer.answers("HTTP/1.1 OK\r\n\r\n"),
            Failure.NOT_HTTP,
            "but found 'HTTP/1.1 OK'"),
        new Case(
            "sends a TLS alert",
            "ws",
            BadPeer.answers("\u0015\u0003\u0001\u0000\u0002\u0002F"),
            Failure.NOT_HTTP,
            "the server speaks TLS on this port"),
        new Case(
            "sends endless fields",
            "ws",
            BadPeer.repeats("HTTP/1.1 200 OK\r\n", "X: y\r\n".repeat(1_000)),
            Failure.HEAD_TOO_LARGE,
            "head of at most 65536 bytes"),
        new Case(
            "sends an endless line",
            "ws",
            BadPeer.repeats("HTTP/1.1 200 ", "x".repeat(10_000)),
            Failure.HEAD_TOO_LARGE,
            "head of at most 65536 bytes"),
        new Case(
            "sends interim answers for ever",
            "ws",
            BadPeer.repeats("", "HTTP/1.1 100 Continue\r\n\r\n".repeat(100)),
            Failure.HEAD_TOO_LARGE,
            "head of at most 65536 bytes"),
        new Case(
            "silent instead of TLS",
            "wss",
            SILENT,
            Failure.TLS_FAILED,
            "did not finish the TLS handshake within 400 ms"),
        new Case(
            "drips TLS",
            "wss",
            BadPeer.drips("\u0016\u0003\u0003@\u0000" + "\u0002".repeat(16_384)),
            Failure.TLS_FAILED,
            "did not finish the TLS handshake within 400 ms"),
        new Case(
            "answers TLS with plain HTTP",
            "wss",
            socket -> BadPeer.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n"),
            Failure.TLS_FAILED,
            "speaks plain text on this port (it answered 'HTTP/1.1 400 Bad Request"),
        new Case(
            "closes instead of TLS",
            "wss",
            socket -> {
              socket.getInputStream().read(new byte[8_192]);
              socket.close();
            },
            Failure.TLS_FAILED,
            "expected a TLS handshake but the server closed the connection"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aBadPeerIsNamed(Case bad) {
    try (BadPeer peer = BadPeer.start(bad.peer())) {
      Observation seen = probe(bad.scheme() + "://127.0.0.1:" + peer.port() + "/ws");
      assertThat(seen.result()).isInstanceOf(Result.Failed.class);
      Result.Failed failed = (Result.Failed) seen.result();
      assertThat(failed.failure()).as(failed.message()).isEqualTo(bad.failure());
      assertThat(failed.message()).contains(bad.sentence()).contains("; ");
    }
  }

  @Test
  void theHeadIsKeptAsFarAsItCame() {
    try (BadPeer peer = BadPeer.start(BadPeer.answers("HTTP/1.1 200 OK\r\nA: \u00ff"))) {
      assertThat(probe("ws://127.0.0.1:" + peer.port()).head())
          .isEqualTo("HTTP/1.1 200 OK\r\nA: \u00ff");
    }
  }

  @Test
  void aPortWithoutListenerRefuses() {
    int port = Ports.free();
    Observation seen = probe("ws://127.0.0.1:" + port + "/");
    assertFailed(seen, Failure.CONNECTION_REFUSED, "nothing listens on 127.0.0.1 port " + port);
  }

  @Test
  void aHostThatDoesNotResolveIsNamed() {
    Observation seen = probe("ws://nobody.invalid/");
    assertFailed(seen, Failure.UNKNOWN_HOST, "nobody.invalid");
  }

  @Test
  void aHostThatDropsConnectionsTimesOut() throws IOException {
    // A listener whose queue is full drops further SYNs, as a firewall would.
    List<SocketChannel> fillers = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      for (int i = 0; i < 8; i++) {
        SocketChannel filler = SocketChannel.open();
        filler.configureBlocking(false);
        filler.connect(full.getLocalSocketAddress());
        fillers.add(filler);
      }
      Observation seen = probe("ws://127.0.0.1:" + full.getLocalPort() + "/");
      assertFailed(seen, Failure.CONNECT_TIMEOUT, "127.0.0.1 does not answer on port");
    } finally {
      for (SocketChannel filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void localhostIsTriedOnBothFamiliesAndTheAddressThatWorkedIsReported() {
    try (BadPeer peer = BadPeer.start(BadPeer.answers("HTTP/1.1 404 Not Found\r\n\r\n"))) {
      Observation seen = probe("ws://localhost:" + peer.port() + "/");
      assertThat(seen.address()).isEqualTo("127.0.0.1:" + peer.port());
      assertThat(seen.result()).isEqualTo(new Result.Refused(404));
    }
  }

  @Test
  void anIpv6AddressIsDialledAndShownInItsShortForm() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("::1");
    assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "no IPv6 on this machine");
    try (BadPeer peer =
        BadPeer.start(
            new ServerSocket(0, 50, loopback), BadPeer.answers("HTTP/1.1 404 Not Found\r\n\r\n"))) {
      Observation seen = probe("ws://[::1]:" + peer.port() + "/");
      assertThat(seen.address()).isEqualTo("[::1]:" + peer.port());
      assertThat(seen.result()).isEqualTo(new Result.Refused(404));
      assertThat(seen.request().fields().first("Host")).hasValue("[::1]:" + peer.port());
    }
  }

  @Test
  void aConnectionThatEndsRightAfterThe101IsRemarked() {
    try (BadPeer peer =
        BadPeer.start(
            socket -> {
              open(socket, "", "");
              socket.shutdownOutput();
            })) {
      Observation seen = probe("ws://127.0.0.1:" + peer.port() + "/");
      assertThat(seen.result()).isEqualTo(new Result.Opened());
      assertThat(seen.remarks())
          .containsExactly(
              "the server ended the connection right after the opening without a Close frame (1006); read its log");
    }
  }

  @Test
  void anInterimAnswerBeforeThe101IsReadOver() {
    String hints = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    try (BadPeer peer = BadPeer.start(socket -> open(socket, hints, ""))) {
      Observation seen = probe("ws://127.0.0.1:" + peer.port() + "/");
      assertThat(seen.result()).as(seen.toString()).isEqualTo(new Result.Opened());
      assertThat(seen.head()).startsWith(hints + "HTTP/1.1 101 ");
    }
  }

  @Test
  void framesInTheSegmentOfThe101AreRead() {
    try (BadPeer peer =
        BadPeer.start(socket -> open(socket, "", "\u0081\u0002hi\u0088\u0004\u0003\u00e8ok"))) {
      Observation seen = probe("ws://127.0.0.1:" + peer.port() + "/");
      assertThat(seen.result()).as(seen.toString()).isEqualTo(new Result.Opened());
      assertThat(seen.remarks())
          .containsExactly(
              "the server closed right after the opening with 1000 (normal closure): ok; ask its log why");
      assertThat(seen.echo()).isEmpty();
    }
  }

  @Test
  void aWrongAcceptIsARefusalWithItsClause() {
    String answer =
        """
        HTTP/1.1 101 Switching Protocols
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

        """
            .replace("\n", "\r\n");
    try (BadPeer peer = BadPeer.start(BadPeer.answers(answer))) {
      Observation seen = probe("ws://127.0.0.1:" + peer.port() + "/");
      assertThat(seen.result()).isEqualTo(new Result.Refused(101));
      assertThat(seen.violations()).hasSize(1);
      assertThat(seen.violations().getFirst())
          .contains("but found 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='")
          .endsWith("(RFC 6455, 4.1)");
    }
  }

  @Test
  void aRedirectIsReportedAndNotFollowed() {
    String answer = "HTTP/1.1 301 Moved\r\nLocation: http://x/\r\nContent-Length: 2\r\n\r\nhi";
    try (BadPeer peer = BadPeer.start(BadPeer.answers(answer))) {
      Observation seen = probe("ws://127.0.0.1:" + peer.port() + "/");
      assertThat(seen.result()).isEqualTo(new Result.Refused(301));
      assertThat(seen.response().flatMap(response -> response.fields().first("Location")))
          .isEqualTo(Optional.of("http://x/"));
      assertThat(seen.body()).isEqualTo("hi");
    }
  }

  /// Opens correctly, with bytes before and behind the head of the 101.
  static void open(Socket socket, String before, String behind) throws IOException {
    accept(socket, BadPeer.readHead(socket), before, behind);
  }

  /// The same when the request has been read already.
  static void accept(Socket socket, String head, String before, String behind) throws IOException {
    accept(socket, head, before, "", behind);
  }

  /// The same with more field lines in the 101.
  static void accept(Socket socket, String head, String before, String fields, String behind)
      throws IOException {
    String key = head.replaceFirst("(?s).*Sec-WebSocket-Key: ([^\r]*)\r.*", "$1");
    BadPeer.write(
        socket,
        before
            + "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + OpeningHandshake.accept(key)
            + "\r\n"
            + fields
            + "\r\n"
            + behind);
  }

  private static void assertFailed(Observation seen, Failure failure, String sentence) {
    assertThat(seen.result()).isInstanceOf(Result.Failed.class);
    Result.Failed failed = (Result.Failed) seen.result();
    assertThat(failed.failure()).as(failed.message()).isEqualTo(failure);
    assertThat(failed.message()).contains(sentence);
  }

  private static Observation probe(String url) {
    return HandshakeProbe.run(target(url), Fields.NONE, SHORT);
  }

  static Target target(String url) {
    return switch (Target.parse(url)) {
      case Target.Parsed.Valid(Target target) -> target;
      case Target.Parsed.Invalid(String message) -> throw new IllegalArgumentException(message);
    };
  }
}
