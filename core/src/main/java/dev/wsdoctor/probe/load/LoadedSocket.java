package dev.wsdoctor.probe.load;

import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.Incoming;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.load.LoadReport.Kind;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.Opcode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/// One connection under load: sends when a message is due, whatever has become of those before.
final class LoadedSocket {
  private static final Duration SLICE = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final Duration GOODBYE = Duration.ofMillis(200);

  /// More unanswered ones than this would only fill buffers.
  private static final int MOST_UNANSWERED = 1000;

  private final LiveSocket socket;
  private final LoadPlan plan;
  private final boolean echoes;
  private final LoadTally tally;
  private final Queue<Long> unanswered = new ArrayDeque<>();
  private boolean ended;

  LoadedSocket(LiveSocket socket, LoadPlan plan, boolean echoes, LoadTally tally) {
    this.socket = socket;
    this.plan = plan;
    this.echoes = echoes;
    this.tally = tally;
  }

  /// Sends from `first` until `end`, on the clock of nanoTime; then waits for what is missing.
  void run(long first, long end, BooleanSupplier stopped) {
    long next = first;
    while (!ended && next < end && !stopped.getAsBoolean()) {
      long now = System.nanoTime();
      if (now >= next) {
        send(next);
        next += plan.between().toNanos();
        now = System.nanoTime();
      }
      take(Math.min(next - now, SLICE.toNanos()));
    }
    long grace = System.nanoTime() + GRACE.toNanos();
    while (!ended && !unanswered.isEmpty() && System.nanoTime() < grace) {
      take(Math.min(grace - System.nanoTime(), SLICE.toNanos()));
    }
    if (!unanswered.isEmpty()) {
      tally.trouble(Kind.MESSAGE, "no answer", unanswered.size());
    }
    if (!ended) {
      socket.closeCleanly(GOODBYE);
    }
  }

  private void send(long due) {
    tally.due();
    if (unanswered.size() >= MOST_UNANSWERED) {
      tally.trouble(
          Kind.MESSAGE, "not sent: %d before it have no answer".formatted(MOST_UNANSWERED), 1);
      return;
    }
    Frame frame =
        echoes
            ? Frame.binary("a".repeat(plan.messageBytes()))
            : Frame.ping("a".repeat(Math.min(plan.messageBytes(), 125)));
    if (socket.send(frame)) {
      tally.sent();
      unanswered.add(due);
    }
  }

  private void take(long nanos) {
    switch (socket.next(Duration.ofNanos(Math.max(0, nanos)))) {
      case Incoming.Quiet() -> {}
      case Incoming.Ended(Ending how) -> {
        ended = true;
        tally.trouble(Kind.LOSS, how.describe(), 1);
      }
      case Incoming.Happened(Event event) -> take(event);
    }
  }

  private void take(Event event) {
    switch (event) {
      case Event.FrameRead(Frame frame) -> {
        if (frame.opcode() == Opcode.PING) {
          socket.send(Frame.pong(frame.payload()));
        }
        if (frame.opcode() == Opcode.PONG && !echoes) {
          answered();
        }
      }
      case Event.MessageRead _ -> {
        if (echoes) {
          answered();
        }
      }
      case Event.Broken(var violation) -> tally.trouble(Kind.MESSAGE, violation.toString(), 1);
    }
  }

  /// Answers come in the order of the messages.
  private void answered() {
    Long due = unanswered.poll();
    if (due != null) {
      tally.answered(System.nanoTime() - due);
    }
  }
}
