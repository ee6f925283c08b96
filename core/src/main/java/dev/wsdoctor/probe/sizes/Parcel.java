package dev.wsdoctor.probe.sizes;

import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.Incoming;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.sizes.SizesReport.Outcome;
import dev.wsdoctor.probe.sizes.SizesReport.Shape;
import dev.wsdoctor.websocket.CloseCode;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.Opcode;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// One message of a size, sent over a socket of its own, and what came back.
final class Parcel {
  private static final int FRAGMENTS = 16;

  /// How soon a request to stop is noticed.
  private static final Duration SLICE = Duration.ofMillis(100);

  private static final String BEHIND = "behind";

  private final LiveSocket socket;
  private final Shape shape;
  private final long size;
  private final boolean echoes;
  private final Duration patience;
  private final BooleanSupplier stopped;
  private final long began = System.nanoTime();
  private long returned;

  /// Without `echoes` a ping behind the message shows that it was taken.
  Parcel(
      LiveSocket socket,
      Shape shape,
      long size,
      boolean echoes,
      Duration patience,
      BooleanSupplier stopped) {
    this.socket = socket;
    this.shape = shape;
    this.size = size;
    this.echoes = echoes;
    this.patience = patience;
    this.stopped = stopped;
  }

  Outcome send() {
    boolean sent = (shape.fragmented() && size >= FRAGMENTS) ? sendFragments() : sendWhole();
    if (sent && !echoes) {
      socket.send(Frame.ping(BEHIND));
    }
    return await();
  }

  private Opcode opcode() {
    return shape.text() ? Opcode.TEXT : Opcode.BINARY;
  }

  private boolean sendWhole() {
    return socket.sendLong(opcode(), size, true, left());
  }

  private boolean sendFragments() {
    long piece = size / FRAGMENTS;
    boolean going = socket.sendLong(opcode(), piece, false, left());
    for (int i = 1; going && i < FRAGMENTS - 1; i++) {
      going = socket.sendLong(Opcode.CONTINUATION, piece, false, left());
    }
    return going
        && socket.sendLong(Opcode.CONTINUATION, size - piece * (FRAGMENTS - 1), true, left());
  }

  private Duration left() {
    Duration left = patience.minusNanos(System.nanoTime() - began);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Outcome await() {
    while (true) {
      Duration slice = left().compareTo(SLICE) < 0 ? left() : SLICE;
      switch (socket.next(slice)) {
        case Incoming.Quiet() -> {
          if (left().isZero() || stopped.getAsBoolean()) {
            return new Outcome.Silent(patience);
          }
        }
        case Incoming.Ended(Ending how) -> {
          return new Outcome.Ended(how.describe(), isTooBig(how));
        }
        case Incoming.Happened(Event event) -> {
          if (isArrival(event)) {
            return new Outcome.Passed(Duration.ofNanos(System.nanoTime() - began));
          }
        }
      }
    }
  }

  private static boolean isTooBig(Ending how) {
    return how instanceof Ending.Closed(var frame, boolean _)
        && frame.code().orElse(0) == CloseCode.MESSAGE_TOO_BIG.number();
  }

  /// The lengths in the headers are counted; the payload itself is not kept.
  private boolean isArrival(Event event) {
    if (!(event instanceof Event.FrameRead(Frame frame))) {
      return false;
    }
    if (!echoes) {
      return frame.opcode() == Opcode.PONG && frame.payload().equals(BEHIND);
    }
    if (!frame.opcode().isControl()) {
      returned += frame.header().length();
    }
    return !frame.opcode().isControl() && frame.fin() && returned == size;
  }
}
