package dev.wsdoctor.probe;

import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.CloseCode;
import dev.wsdoctor.websocket.CloseFrame;
import dev.wsdoctor.websocket.Extension;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameEncoder;
import dev.wsdoctor.websocket.MessageDecoder;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.PermessageDeflate;
import dev.wsdoctor.websocket.Role;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One ping, one short text message and a clean close over an open connection. Neither a missing
/// echo nor anything else that happens here takes the opening back.
final class Exchange {
  private static final String PING = "wsdoctor";
  private static final String TEXT = "wsdoctor: does this come back?";

  private final Wire wire;
  private final Limits limits;
  private final Deadline overall;
  private final Trace trace;
  private final RandomGenerator random;
  private final MessageDecoder decoder;
  private final byte[] chunk = new byte[16 * 1024];
  private boolean closed;

  Exchange(
      Wire wire,
      Limits limits,
      Deadline overall,
      Trace trace,
      RandomGenerator random,
      Response response) {
    this.wire = wire;
    this.limits = limits;
    this.overall = overall;
    this.trace = trace;
    this.random = random;
    this.decoder = decoder(response, limits);
  }

  private static MessageDecoder decoder(Response response, Limits limits) {
    return Extension.parse(response.fields())
        .flatMap(extensions -> PermessageDeflate.agree(extensions))
        .map(agreed -> MessageDecoder.deflating(Role.SERVER, agreed, limits.messageBytes()))
        .orElseGet(() -> MessageDecoder.plain(Role.SERVER, limits.messageBytes()));
  }

  /// `rest` are the bytes that came behind the head of the 101.
  void run(String rest) {
    try {
      long sent = System.nanoTime();
      send(Frame.ping(PING));
      send(Frame.text(TEXT));
      take(decoder.feed(rest.getBytes(StandardCharsets.ISO_8859_1)), sent);
      awaitReturns(sent);
      if (!closed) {
        closeCleanly();
      }
    } catch (IOException e) {
      trace.remark("the connection broke after the opening: " + e.getMessage());
    }
  }

  /// Holds the connection for so long, with one ping and no message, and closes it. What ended it
  /// before, if anything did.
  Optional<String> hold(String rest, Duration duration) {
    try {
      long began = System.nanoTime();
      send(Frame.ping(PING));
      take(decoder.feed(rest.getBytes(StandardCharsets.ISO_8859_1)), began);
      Deadline deadline = overall.within(duration);
      boolean more = true;
      while (more && !closed) {
        more = receive(deadline, began);
      }
      if (!closed) {
        closeCleanly();
        return Optional.empty();
      }
      return trace.lastRemark();
    } catch (IOException e) {
      return Optional.of("the connection broke after the opening: " + e.getMessage());
    }
  }

  private void awaitReturns(long sent) throws IOException {
    Deadline deadline = overall.within(limits.echo());
    boolean more = true;
    while (more && !closed && !(trace.hasPong() && trace.hasEcho())) {
      more = receive(deadline, sent);
    }
  }

  /// False when nothing more will come in time.
  private boolean receive(Deadline deadline, long sent) throws IOException {
    try {
      int count = wire.read(chunk, deadline);
      if (count < 0) {
        closed = true;
        trace.remark(
            "the server ended the connection right after the opening without a Close frame (1006); read its log");
        return false;
      }
      take(decoder.feed(chunk, 0, count), sent);
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  private void take(List<Event> events, long sent) {
    Duration roundTrip = Duration.ofNanos(System.nanoTime() - sent);
    for (Event event : events) {
      switch (event) {
        case Event.FrameRead(Frame frame) -> take(frame, roundTrip);
        case Event.Broken(var violation) -> trace.remark(violation.toString());
        case Event.MessageRead message -> {
          if (message.opcode() == Opcode.TEXT && message.text().contains(TEXT)) {
            trace.echo(roundTrip);
          }
        }
      }
    }
  }

  private void take(Frame frame, Duration roundTrip) {
    if (frame.opcode() == Opcode.PONG && frame.payload().equals(PING)) {
      trace.pong(roundTrip);
    }
    if (frame.opcode() == Opcode.CLOSE) {
      closed = true;
      trace.remark(
          "the server closed right after the opening with %s; ask its log why"
              .formatted(CloseFrame.of(frame).describe()));
    }
  }

  /// Sends Close and waits for the server's own (RFC 6455, 7.1.2); a peer that does not answer gets
  /// no more patience than for the echo.
  private void closeCleanly() throws IOException {
    send(Frame.close(CloseCode.NORMAL_CLOSURE.number(), ""));
    Deadline deadline = overall.within(limits.echo());
    try {
      int count = wire.read(chunk, deadline);
      while (count >= 0 && !hasClose(decoder.feed(chunk, 0, count))) {
        count = wire.read(chunk, deadline);
      }
    } catch (SocketTimeoutException _) {
      // It stays silent; the socket is closed anyway.
    }
  }

  private static boolean hasClose(List<Event> events) {
    return events.stream()
        .anyMatch(e -> e instanceof Event.FrameRead(Frame f) && f.opcode() == Opcode.CLOSE);
  }

  private void send(Frame frame) throws IOException {
    wire.write(FrameEncoder.encode(frame.masked(random.nextInt())), overall.within(limits.echo()));
  }
}
