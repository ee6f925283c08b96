package dev.wsdoctor.probe;

import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.Violation;
import java.time.Duration;
import java.util.Optional;

/// One ping, one short text message and a clean close over an open socket. Neither a missing echo
/// nor anything else that happens here takes the opening back.
final class Exchange {
  private static final String PING = "wsdoctor";
  private static final String TEXT = "wsdoctor: does this come back?";

  private final LiveSocket socket;
  private final Trace trace;
  private final Deadline deadline;
  private boolean ended;
  private boolean hasFrame;

  Exchange(LiveSocket socket, Trace trace, Deadline deadline) {
    this.socket = socket;
    this.trace = trace;
    this.deadline = deadline;
  }

  void run() {
    long sent = System.nanoTime();
    socket.send(Frame.ping(PING));
    socket.send(Frame.text(TEXT));
    boolean more = true;
    while (more && !(trace.hasPong() && trace.hasEcho())) {
      more = take(socket.next(deadline.remaining()), sent) && !deadline.isOver();
    }
    closeUnlessEnded();
  }

  /// Holds the connection for so long, with one ping and no message, and closes it. How it ended
  /// before, if it did.
  Optional<Ending> hold(Duration duration) {
    long sent = System.nanoTime();
    Deadline end = Deadline.in(duration);
    socket.send(Frame.ping(PING));
    boolean more = true;
    while (more) {
      more = take(socket.next(end.remaining()), sent) && !end.isOver();
    }
    closeUnlessEnded();
    return trace.ending();
  }

  /// A peer that does not answer gets no more patience than for the echo.
  private void closeUnlessEnded() {
    if (!ended) {
      socket.closeCleanly(deadline.allowed());
    }
  }

  /// False when nothing more will come in time.
  private boolean take(Incoming incoming, long sent) {
    return switch (incoming) {
      case Incoming.Quiet() -> false;
      case Incoming.Happened(Event event) -> {
        take(event, Duration.ofNanos(System.nanoTime() - sent));
        yield true;
      }
      case Incoming.Ended(Ending how) -> {
        ended = true;
        trace.ended(how);
        trace.remark(remark(how));
        yield false;
      }
    };
  }

  private void take(Event event, Duration roundTrip) {
    if (!hasFrame) {
      hasFrame = true;
      trace.took("first frame", roundTrip);
    }
    switch (event) {
      case Event.FrameRead(Frame frame) -> {
        if (frame.opcode() == Opcode.PONG && frame.payload().equals(PING)) {
          trace.pong(roundTrip);
        }
      }
      case Event.Broken(var violation) -> broken(violation);
      case Event.MessageRead message -> {
        if (message.opcode() == Opcode.TEXT && message.text().contains(TEXT)) {
          trace.echo(roundTrip);
        }
      }
    }
  }

  /// A client has to fail the connection (RFC 6455, 7.1.7), whatever comes after.
  private void broken(Violation violation) {
    trace.remark(violation.toString());
    if (!violation.isOwnLimit()) {
      trace.ended(new Ending.Violated(violation.toString()));
    }
  }

  private static String remark(Ending how) {
    return switch (how) {
      case Ending.Closed(var frame, boolean _) ->
          "the server closed right after the opening with %s; ask its log why"
              .formatted(frame.describe());
      case Ending.Fin _ ->
          "the server ended the connection right after the opening without a Close frame (1006); read its log";
      case Ending.Reset() ->
          "the connection broke after the opening: it was reset (1006); read the server's log";
      case Ending.Broken(String words) -> "the connection broke after the opening: " + words;
      case Ending.Violated(String sentence) ->
          "what came after the opening is no WebSocket: %s; ask who wrote the server"
              .formatted(sentence);
    };
  }
}
