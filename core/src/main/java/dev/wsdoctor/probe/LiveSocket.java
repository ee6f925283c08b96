package dev.wsdoctor.probe;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.CloseCode;
import dev.wsdoctor.websocket.CloseFrame;
import dev.wsdoctor.websocket.Extension;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameEncoder;
import dev.wsdoctor.websocket.FrameHeader;
import dev.wsdoctor.websocket.MessageDecoder;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.PermessageDeflate;
import dev.wsdoctor.websocket.Requirement;
import dev.wsdoctor.websocket.Role;
import dev.wsdoctor.websocket.Violation;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// An open WebSocket, used by one thread. Nothing that the peer does is an exception: it is what
/// [#next] returns.
///
///     switch (LiveSocket.open(ProbeTarget.through(url), Fields.NONE, Limits.DEFAULT)) {
///       case Opening.Failed(Observation seen) -> report(seen);
///       case Opening.Open(LiveSocket socket, Observation seen) -> {
///         try (socket) {
///           socket.send(Frame.ping("hello"));
///           Incoming pong = socket.next(Duration.ofSeconds(1));
///         }
///       }
///     }
public final class LiveSocket implements Closeable {
  private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);

  /// A peer that sends while we do not listen has to wait.
  private static final int MOST_WAITING = 10_000;

  private static final int CHUNK_BYTES = 16 * 1024;

  private final Wire wire;
  private final RandomGenerator random;
  private final MessageDecoder decoder;
  private final Queue<Event> read = new ArrayDeque<>();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final long openedAt = System.nanoTime();
  private @Nullable Ending ending;
  private boolean closeSent;

  /// `rest` are the bytes that came behind the head of the 101.
  LiveSocket(
      Wire wire, RandomGenerator random, Response response, String rest, int mostMessageBytes) {
    this.wire = wire;
    this.random = random;
    this.decoder = decoder(response, mostMessageBytes);
    read.addAll(decoder.feed(rest.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static MessageDecoder decoder(Response response, int mostBytes) {
    return Extension.parse(response.fields())
        .flatMap(PermessageDeflate::agree)
        .map(agreed -> MessageDecoder.deflating(Role.SERVER, agreed, mostBytes))
        .orElseGet(() -> MessageDecoder.plain(Role.SERVER, mostBytes));
  }

  /// Opens a socket over one hop, directly.
  public static Opening open(ProbeTarget target, Fields extra, Limits limits) {
    return open(target, extra, limits, Way.DIRECT);
  }

  /// The same on the way that the user names.
  public static Opening open(ProbeTarget target, Fields extra, Limits limits, Way way) {
    return new Opener(target, extra, limits, way).open();
  }

  /// When it opened, on the clock of [System#nanoTime].
  public long openedAt() {
    return openedAt;
  }

  /// Writes a frame, masked anew. False when the connection is broken: then [#next] says how.
  public boolean send(Frame frame) {
    closeSent |= frame.opcode() == Opcode.CLOSE;
    return write(FrameEncoder.encode(frame.masked(random.nextInt())), WRITE_LIMIT);
  }

  /// Writes a data frame of `length` times the letter a, piece by piece, and looks between the
  /// pieces whether the peer has ended the connection. False when it cannot go on.
  public boolean sendLong(Opcode opcode, long length, boolean fin, Duration limit) {
    Frame empty = Frame.of(opcode, "").claiming(FrameHeader.LengthForm.minimal(length), length);
    Frame header = (fin ? empty : empty.unfinished()).masked(random.nextInt());
    Deadline deadline = Deadline.in(limit);
    boolean going = write(FrameEncoder.encode(header), deadline.remaining());
    byte[] piece = Payload.masked(header.header().maskingKey().orElseThrow());
    for (long sent = 0; going && sent < length; sent += piece.length) {
      int size = (int) Math.min(piece.length, length - sent);
      going = write(Payload.first(piece, size), deadline.remaining()) && !isOver();
    }
    return going;
  }

  private boolean isOver() {
    poll();
    return ending != null || read.stream().anyMatch(LiveSocket::isClose);
  }

  private static boolean isClose(Event event) {
    return event instanceof Event.FrameRead(Frame frame) && frame.opcode() == Opcode.CLOSE;
  }

  /// Reads what is there already, without waiting.
  private void poll() {
    if (ending == null && read.size() < MOST_WAITING) {
      receive(Deadline.in(Duration.ZERO));
    }
  }

  private boolean write(byte[] bytes, Duration limit) {
    try {
      wire.write(bytes, Deadline.in(limit));
      return true;
    } catch (IOException _) {
      // Reading tells what the peer had to say before.
      return false;
    }
  }

  /// The next thing that happens, waiting for at most `patience`. A Close frame is an end, and so
  /// is a length that no stream can have.
  public Incoming next(Duration patience) {
    Deadline deadline = Deadline.in(patience);
    while (read.isEmpty()) {
      if (ending != null) {
        return new Incoming.Ended(ending);
      }
      if (!receive(deadline)) {
        return new Incoming.Quiet();
      }
    }
    Event event = read.remove();
    return closing(event)
        .<Incoming>map(Incoming.Ended::new)
        .orElseGet(() -> new Incoming.Happened(event));
  }

  private Optional<Ending> closing(Event event) {
    if (event instanceof Event.Broken(Violation violation)
        && violation.requirement() == Requirement.LENGTH_HIGHEST_BIT) {
      return end(new Ending.Violated(violation.toString()));
    }
    if (!(event instanceof Event.FrameRead(Frame frame)) || frame.opcode() != Opcode.CLOSE) {
      return Optional.empty();
    }
    return end(new Ending.Closed(CloseFrame.of(frame), !closeSent));
  }

  private Optional<Ending> end(Ending how) {
    ending = how;
    read.clear();
    return Optional.of(how);
  }

  /// False when nothing came in time; an end counts as something.
  private boolean receive(Deadline deadline) {
    try {
      int count = wire.read(chunk, deadline);
      if (count < 0) {
        ending = new Ending.Fin(!decoder.isBetweenFrames());
        return true;
      }
      read.addAll(decoder.feed(chunk, 0, count));
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException e) {
      ending = broken(e);
      return true;
    }
  }

  private static Ending broken(IOException e) {
    String words = String.valueOf(e.getMessage());
    String lower = words.toLowerCase(Locale.ROOT);
    return lower.contains("reset") || lower.contains("broken pipe")
        ? new Ending.Reset()
        : new Ending.Broken(words);
  }

  /// Sends Close and waits for the peer's own (RFC 6455, 7.1.2); what comes before it is dropped.
  public Incoming closeCleanly(Duration patience) {
    if (ending != null) {
      return new Incoming.Ended(ending);
    }
    send(Frame.close(CloseCode.NORMAL_CLOSURE.number(), ""));
    Deadline deadline = Deadline.in(patience);
    Incoming last = next(deadline.remaining());
    while (last instanceof Incoming.Happened && !deadline.isOver()) {
      last = next(deadline.remaining());
    }
    return last;
  }

  /// Ends the connection at once, without a Close frame.
  @Override
  public void close() {
    try {
      wire.close();
    } catch (IOException _) {
      // It is gone in any case.
    }
  }
}
