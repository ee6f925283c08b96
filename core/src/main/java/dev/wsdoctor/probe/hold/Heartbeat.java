package dev.wsdoctor.probe.hold;

import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.Incoming;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.hold.HoldReport.Kind;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.Opcode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One connection that is kept open: pings go out, pongs are timed, the server's pings are
/// answered.
final class Heartbeat {
  private static final Duration SLICE = Duration.ofMillis(250);
  private static final Duration GOODBYE = Duration.ofMillis(200);

  /// As many pings in a row without a pong, and for so long, and the connection is taken for dead.
  private static final int MOST_MISSED = 3;

  private static final Duration LONGEST_MISSED = Duration.ofSeconds(5);

  private final LiveSocket socket;
  private final Duration between;
  private final List<Duration> roundTrips;
  private Optional<End> end = Optional.empty();
  private long sentAt;
  private long answeredAt;
  private long trafficAt;
  private int number;
  private int missed;

  Heartbeat(LiveSocket socket, Duration between, List<Duration> roundTrips) {
    this.socket = socket;
    this.between = between;
    this.roundTrips = roundTrips;
    this.answeredAt = socket.openedAt();
    this.trafficAt = socket.openedAt();
  }

  /// How the connection was lost: its age, and how long nothing had gone over it.
  record End(Duration age, Duration silence, Kind kind, String how) {}

  /// The loss, or nothing when it was still open at the end.
  Optional<End> beat(BooleanSupplier over) {
    while (end.isEmpty() && !over.getAsBoolean()) {
      if (number == 0 || sinceSent().compareTo(between) >= 0) {
        ping();
      }
      take(socket.next(patience()));
    }
    if (end.isEmpty()) {
      socket.closeCleanly(GOODBYE);
    }
    return end;
  }

  private Duration sinceSent() {
    return Duration.ofNanos(System.nanoTime() - sentAt);
  }

  private Duration sinceAnswer() {
    return Duration.ofNanos(System.nanoTime() - answeredAt);
  }

  private Duration patience() {
    Duration left = between.minus(sinceSent());
    Duration wait = left.compareTo(SLICE) < 0 ? left : SLICE;
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private void ping() {
    if (missed >= MOST_MISSED && sinceAnswer().compareTo(LONGEST_MISSED) >= 0) {
      lose(Kind.MUTE, "%d pings got no answer: half open".formatted(missed));
      return;
    }
    number++;
    missed++;
    sentAt = System.nanoTime();
    trafficAt = sentAt;
    socket.send(Frame.ping(Integer.toString(number)));
  }

  private void take(Incoming incoming) {
    switch (incoming) {
      case Incoming.Quiet() -> {}
      case Incoming.Ended(Ending how) ->
          lose(how instanceof Ending.Closed ? Kind.CLOSED : Kind.CUT, how.describe());
      case Incoming.Happened(Event event) -> {
        trafficAt = System.nanoTime();
        if (event instanceof Event.FrameRead(Frame frame)) {
          take(frame);
        }
      }
    }
  }

  private void take(Frame frame) {
    if (frame.opcode() == Opcode.PING) {
      socket.send(Frame.pong(frame.payload()));
    }
    if (frame.opcode() == Opcode.PONG && frame.payload().equals(Integer.toString(number))) {
      missed = 0;
      answeredAt = System.nanoTime();
      roundTrips.add(sinceSent());
    }
  }

  private void lose(Kind kind, String how) {
    Duration age = Duration.ofNanos(System.nanoTime() - socket.openedAt());
    end = Optional.of(new End(age, Duration.ofNanos(System.nanoTime() - trafficAt), kind, how));
  }
}
