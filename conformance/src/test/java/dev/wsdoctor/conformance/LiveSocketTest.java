package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.BadPeer.Behaviour;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.Incoming;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.Opcode;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An open socket against a third party's server, and against peers that no server should be.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class LiveSocketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MIB = 1 << 20;

  @BeforeEach
  void needBackend() {
    RealParts.needWebSocketBackend();
  }

  @Test
  void framesGoOutAndEventsComeBackUntilACleanClose() {
    try (WebSocketBackend backend = WebSocketBackend.start();
        LiveSocket socket = open(backend.port())) {
      assertThat(socket.send(Frame.ping("p"))).isTrue();
      assertThat(frame(socket)).isEqualTo(Frame.pong("p"));
      assertThat(socket.send(Frame.text("grüße"))).isTrue();
      assertThat(frame(socket)).isEqualTo(Frame.text("grüße"));
      assertThat(socket.next(PATIENCE))
          .isEqualTo(
              new Incoming.Happened(
                  new Event.MessageRead(Opcode.TEXT, "gr\u00c3\u00bc\u00c3\u009fe")));
      assertThat(socket.next(Duration.ZERO)).isEqualTo(new Incoming.Quiet());
      assertThat(socket.closeCleanly(PATIENCE).toString())
          .contains("initiated=false")
          .contains("1000");
    }
  }

  @Test
  void aLongMessageIsSentInPiecesAndItsEchoIsCountedNotKept() {
    Limits small = Limits.DEFAULT.keeping(1_000);
    try (WebSocketBackend backend = WebSocketBackend.start("--max-size", "" + 8 * MIB);
        LiveSocket socket = open(backend.port(), small)) {
      assertThat(socket.sendLong(Opcode.TEXT, 3 * MIB, false, PATIENCE)).isTrue();
      assertThat(socket.sendLong(Opcode.CONTINUATION, 5, true, PATIENCE)).isTrue();
      Frame echo = frame(socket);
      assertThat(echo.header().length()).isEqualTo(3 * MIB + 5);
      assertThat(echo.payload()).isEqualTo("a".repeat(1_000));
    }
  }

  @Test
  void aMessageBeyondTheServersLimitStopsTheSendingAndItsCloseCodeIsRead() {
    try (WebSocketBackend backend = WebSocketBackend.start();
        LiveSocket socket = open(backend.port())) {
      socket.sendLong(Opcode.BINARY, 64 * MIB, true, PATIENCE);
      assertThat(ending(socket).describe()).startsWith("Close frame 1009 (message too big)");
    }
  }

  record Case(String name, Behaviour behind, String ending) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> endings() {
    return List.of(
        new Case("close frame", sends("\u0088\u0002\u0003\u00e9"), "Close frame 1001 (going away)"),
        new Case("close without a code", sends("\u0088\u0000"), "Close frame no code"),
        new Case("fin", Socket::shutdownOutput, "FIN without a Close frame (1006)"),
        new Case(
            "fin inside a frame",
            socket -> {
              sends("\u0081\u0005he").meet(socket);
              socket.shutdownOutput();
            },
            "FIN inside a frame (1006)"),
        new Case(
            "reset",
            socket -> {
              socket.setSoLinger(true, 0);
              socket.close();
            },
            "RST, without a Close frame (1006)"),
        new Case(
            "a length of 2^63",
            socket -> {
              sends("\u0082\u007f\u0080\u0000\u0000\u0000\u0000\u0000\u0000\u0000").meet(socket);
              for (int i = 0; i < 100; i++) {
                sends("x".repeat(100_000)).meet(socket);
              }
              socket.shutdownOutput();
            },
            "bytes that are no frame: expected a length below 2^63 but found 9223372036854775808 (RFC 6455, 5.2)"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void everyEndingIsNamed(Case ends) {
    Behaviour behaviour =
        socket -> {
          ProbeBadPeersTest.open(socket, "", "");
          ends.behind().meet(socket);
        };
    try (BadPeer peer = BadPeer.start(behaviour);
        LiveSocket socket = open(peer.port())) {
      assertThat(ending(socket).describe()).isEqualTo(ends.ending());
      assertThat(ending(socket).describe()).isEqualTo(ends.ending());
    }
  }

  @Test
  void aBombOfFramesIsReadWithinItsLimit() {
    // 21 MB in one message of fragments: the first 1 MiB is kept at most, and the excess is named.
    Behaviour bomb =
        socket -> {
          ProbeBadPeersTest.open(socket, "", "");
          sends("\u0002\u007f\u0000\u0000\u0000\u0000\u0000\u000fB@").meet(socket);
          sends("x".repeat(1_000_000)).meet(socket);
          for (int i = 0; i < 20; i++) {
            sends("\u0000\u007f\u0000\u0000\u0000\u0000\u0000\u000fB@").meet(socket);
            sends("x".repeat(1_000_000)).meet(socket);
          }
          socket.shutdownOutput();
        };
    try (BadPeer peer = BadPeer.start(bomb);
        LiveSocket socket = open(peer.port())) {
      List<String> seen = new ArrayList<>();
      Incoming next = socket.next(PATIENCE);
      while (next instanceof Incoming.Happened(Event event)) {
        if (event instanceof Event.Broken(var violation)) {
          seen.add(violation.toString());
        }
        next = socket.next(PATIENCE);
      }
      assertThat(seen).hasSize(1);
      assertThat(seen.getFirst()).contains("expected at most 1048576 bytes in a message");
      assertThat(next).isEqualTo(new Incoming.Ended(new Ending.Fin(false)));
    }
  }

  private static Behaviour sends(String bytes) {
    return socket -> BadPeer.write(socket, bytes);
  }

  private static LiveSocket open(int port) {
    return open(port, Limits.DEFAULT);
  }

  private static LiveSocket open(int port, Limits limits) {
    ProbeTarget target =
        ProbeTarget.through(ProbeBadPeersTest.target("ws://127.0.0.1:" + port + "/ws"));
    return switch (LiveSocket.open(target, Fields.NONE, limits)) {
      case Opening.Open(LiveSocket socket, var _) -> socket;
      case Opening.Failed(var seen) -> throw new AssertionError(seen);
    };
  }

  private static Frame frame(LiveSocket socket) {
    Incoming next = socket.next(PATIENCE);
    while (next instanceof Incoming.Happened(Event event)) {
      if (event instanceof Event.FrameRead(Frame frame)) {
        return frame;
      }
      next = socket.next(PATIENCE);
    }
    throw new AssertionError("expected a frame but found " + next);
  }

  private static Ending ending(LiveSocket socket) {
    Incoming next = socket.next(PATIENCE);
    while (next instanceof Incoming.Happened) {
      next = socket.next(PATIENCE);
    }
    if (next instanceof Incoming.Ended(Ending how)) {
      return how;
    }
    throw new AssertionError("expected an end but found " + next);
  }
}
