package dev.wsdoctor.probe.idle;

import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.Incoming;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One connection of the ladder: silent, one piece of traffic at its time, silent again.
final class Rung {
  /// How soon a request to stop is noticed.
  private static final Duration SLICE = Duration.ofMillis(100);

  /// A pong that takes longer than this will not come.
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private static final String TEXT = "wsdoctor: is this path still open?";

  private final LiveSocket socket;
  private final Traffic traffic;
  private final Duration doubt;
  private final Duration at;
  private final Duration until;
  private final BooleanSupplier stopped;
  private Optional<Duration> sent = Optional.empty();
  private Optional<Duration> served = Optional.empty();
  private Optional<Duration> end = Optional.empty();
  private Optional<Ending> ending = Optional.empty();
  private boolean answered;
  private boolean tried;

  /// It sends at `at`, and is watched for `until`, both since its opening.
  Rung(
      LiveSocket socket,
      Duration doubt,
      Traffic traffic,
      Duration at,
      Duration until,
      BooleanSupplier stopped) {
    this.socket = socket;
    this.traffic = traffic;
    this.doubt = doubt;
    this.at = at;
    this.until = until;
    this.stopped = stopped;
  }

  Life live() {
    while (end.isEmpty() && !stopped.getAsBoolean() && age().compareTo(until) < 0 && !isMute()) {
      if (isWaiting() && age().compareTo(at) >= 0) {
        send(frame());
      }
      take(socket.next(patience()));
    }
    if (end.isEmpty() && !stopped.getAsBoolean() && traffic == Traffic.SILENT) {
      knock();
    }
    return new Life(traffic, doubt, sent, served, answered, isMute(), end, ending);
  }

  private Duration age() {
    return Duration.ofNanos(System.nanoTime() - socket.openedAt());
  }

  private Frame frame() {
    return switch (traffic) {
      case CLIENT -> Frame.pong("wsdoctor");
      case MESSAGE -> Frame.text(TEXT);
      case PING, SILENT, SERVER -> Frame.ping("wsdoctor");
    };
  }

  private boolean isWaiting() {
    return !tried && traffic != Traffic.SILENT;
  }

  private void send(Frame frame) {
    tried = true;
    if (socket.send(frame)) {
      sent = Optional.of(age());
    }
  }

  /// Until its next duty, but never longer than a request to stop may wait.
  private Duration patience() {
    Duration left = (isWaiting() ? at : until).minus(age());
    Duration wait = left.compareTo(SLICE) < 0 ? left : SLICE;
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private void take(Incoming incoming) {
    switch (incoming) {
      case Incoming.Quiet() -> {}
      case Incoming.Happened(Event event) -> {
        served = Optional.of(age());
        answered |= sent.isPresent() && event instanceof Event.FrameRead;
      }
      case Incoming.Ended(Ending how) -> {
        end = Optional.of(age());
        ending = Optional.of(how);
      }
    }
  }

  /// A ping without a pong: the connection is gone, and nobody has said so.
  private boolean isMute() {
    boolean asked = traffic == Traffic.PING || traffic == Traffic.SILENT;
    return asked
        && end.isEmpty()
        && !answered
        && sent.filter(when -> age().minus(when).compareTo(ANSWER) > 0).isPresent();
  }

  /// After a long silence: is it still there?
  private void knock() {
    send(Frame.ping("wsdoctor"));
    while (end.isEmpty() && !answered && !isMute() && !stopped.getAsBoolean()) {
      take(socket.next(SLICE));
    }
  }
}
