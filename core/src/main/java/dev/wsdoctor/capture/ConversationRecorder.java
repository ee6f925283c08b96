package dev.wsdoctor.capture;

import dev.wsdoctor.capture.Conversation.Ending;
import dev.wsdoctor.capture.Conversation.Sent;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.CloseFrame;
import dev.wsdoctor.websocket.Extension;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.PermessageDeflate;
import dev.wsdoctor.websocket.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes a conversation of the bytes of both sides, as they come. Its methods may be called by two
/// threads, one for each side; its monitor guards everything.
public final class ConversationRecorder {
  private static final int MOST_UNANSWERED = 64;

  private final int number;
  private final Peer client;
  private final Peer server;
  private final Instant opened;
  private final boolean sawStart;
  private final Limits limits;
  private final Consumer<Moment> live;

  private final Side clientSide;
  private final Side serverSide;
  private final Deque<Exchange> unanswered = new ArrayDeque<>();
  private final Moments moments;
  private Optional<Exchange> handshake = Optional.empty();
  private Optional<Ending> ending = Optional.empty();
  private Instant lastBytes;
  private Duration silence = Duration.ZERO;

  /// `live` gets every moment at once, also those that are not kept.
  public ConversationRecorder(
      int number,
      Peer client,
      Peer server,
      Instant opened,
      boolean sawStart,
      Limits limits,
      Budget budget,
      Consumer<Moment> live) {
    this.number = number;
    this.client = client;
    this.server = server;
    this.opened = opened;
    this.lastBytes = opened;
    this.sawStart = sawStart;
    this.limits = limits;
    this.live = live;
    this.moments = new Moments(limits, budget);
    this.clientSide = new Side(first(Role.CLIENT));
    this.serverSide = new Side(first(Role.SERVER));
  }

  private static final class Side {
    private Stage stage;
    private Sent sent = new Sent(0, 0, 0);

    Side(Stage stage) {
      this.stage = stage;
    }
  }

  private Side side(Role role) {
    return switch (role) {
      case CLIENT -> clientSide;
      case SERVER -> serverSide;
    };
  }

  private Stage first(Role role) {
    return sawStart ? head(role) : new LostStage(this, role);
  }

  private Stage head(Role role) {
    return new HeadStage(this, role, limits.headBytes());
  }

  /// What `from` has sent; a packet at a time, if there are packets.
  public synchronized void bytes(Role from, Instant time, byte[] bytes, int offset, int length) {
    Side side = side(from);
    side.sent = side.sent.plusBytes(length);
    read(from, time, bytes, offset, offset + length);
    if (ending.isEmpty()) {
      lastBytes = time;
    }
  }

  private void read(Role from, Instant time, byte[] bytes, int offset, int to) {
    int at = offset;
    while (at < to) {
      at += side(from).stage.take(time, bytes, at, to);
    }
  }

  /// So many bytes of `from` went by and were not captured.
  public synchronized void missing(Role from, Instant time, long count) {
    show(from, time, new Sighting.Missing(count));
    side(from).stage.missing(time, count);
  }

  public synchronized void finished(Role from, Instant time) {
    side(from).stage.end(time);
    side(from).stage = afterwards(from);
    show(from, time, new Sighting.Finished());
  }

  private Stage afterwards(Role from) {
    return new OtherStage(this, from, "bytes after the end", new Beginning());
  }

  public synchronized void reset(Role from, Instant time) {
    show(from, time, new Sighting.Reset());
  }

  /// The connection could not be had, or broke in a way that has no name in TCP.
  public synchronized void failed(Role from, Instant time, String sentence) {
    show(from, time, new Sighting.Failed(sentence));
  }

  /// Nothing more is recorded: what is not complete is shown as it is.
  public synchronized void close(Instant time) {
    for (Role role : Role.values()) {
      side(role).stage.end(time);
      side(role).stage = afterwards(role);
    }
  }

  /// Nobody will ask for the conversation: what it holds is given back.
  public synchronized void discard() {
    moments.release();
  }

  /// As far as it has come at `now`.
  public synchronized Conversation conversation(Instant now) {
    Instant end = ending.map(Ending::time).orElse(now);
    return new Conversation(
        number,
        client,
        server,
        opened,
        sawStart,
        handshake,
        moments.kept(),
        moments.leftOut(),
        moments.leftOutAt(),
        clientSide.sent,
        serverSide.sent,
        ending.orElseGet(() -> new Ending.Open(now)),
        ending.isPresent() ? silence : Duration.between(lastBytes, end));
  }

  void show(Role from, Instant time, Sighting sighting) {
    count(from, sighting);
    ending(from, time, sighting).ifPresent(how -> end(how, time));
    Moment moment = new Moment(time, from, sighting);
    moments.add(moment);
    live.accept(moment);
  }

  private void count(Role from, Sighting sighting) {
    Side side = side(from);
    if (sighting instanceof Sighting.Said) {
      side.sent = side.sent.plusMessage();
    } else if (sighting instanceof Sighting.Control) {
      side.sent = side.sent.plusControl();
    }
  }

  private static Optional<Ending> ending(Role from, Instant time, Sighting sighting) {
    return switch (sighting) {
      case Sighting.Control control when control.frame().opcode() == Opcode.CLOSE -> {
        CloseFrame close = control.close();
        yield Optional.of(
            new Ending.Closed(time, from, close.describe(), close.code().orElse(1005)));
      }
      case Sighting.Finished() -> Optional.of(new Ending.Finished(time, from));
      case Sighting.Reset() -> Optional.of(new Ending.Reset(time, from));
      case Sighting.Failed(String sentence) -> Optional.of(new Ending.Failed(time, sentence));
      case Sighting.Control _, Sighting.Asked _, Sighting.Answered _, Sighting.Body _ ->
          Optional.empty();
      case Sighting.Fragment _, Sighting.Said _, Sighting.Incomplete _, Sighting.Broke _ ->
          Optional.empty();
      case Sighting.Missing _, Sighting.Other _ -> Optional.empty();
    };
  }

  private void end(Ending how, Instant time) {
    if (ending.isEmpty()) {
      ending = Optional.of(how);
      silence = Duration.between(lastBytes, time);
    }
  }

  void asked(Instant time, Request request, String head) {
    show(Role.CLIENT, time, new Sighting.Asked(request, head));
    Exchange exchange = Exchange.asked(time, request);
    if (unanswered.size() < MOST_UNANSWERED) {
      unanswered.add(exchange);
    }
    keep(exchange);
    boolean upgrades = request.fields().has("Upgrade");
    clientSide.stage =
        upgrades
            ? new HeldStage(this, limits.headBytes())
            : body(Role.CLIENT, BodyLength.of(request));
  }

  /// The handshake is the exchange that asked for WebSocket; until then the last one.
  private void keep(Exchange exchange) {
    if (handshake.isEmpty()
        || exchange.concernsWebSocket()
        || !handshake.get().concernsWebSocket()) {
      handshake = Optional.of(exchange);
    }
  }

  private Stage body(Role from, BodyLength length) {
    return length instanceof BodyLength.Known(long bytes) && bytes == 0
        ? head(from)
        : new BodyStage(this, from, length);
  }

  void answered(Instant time, Response response, String head) {
    show(Role.SERVER, time, new Sighting.Answered(response, head));
    boolean interim = response.status() < 200 && response.status() != 101;
    if (interim) {
      serverSide.stage = head(Role.SERVER);
      return;
    }
    Optional<Exchange> exchange =
        Optional.ofNullable(unanswered.poll()).map(asked -> asked.answered(time, response));
    exchange.ifPresent(this::keep);
    if (response.status() == 101) {
      upgrade(time, exchange.map(Exchange::request), response);
      return;
    }
    String method = exchange.map(one -> one.request().method()).orElse("GET");
    serverSide.stage = body(Role.SERVER, BodyLength.of(response, method));
    if (clientSide.stage instanceof HeldStage held) {
      release(time, held, head(Role.CLIENT));
    }
  }

  private void upgrade(Instant time, Optional<Request> request, Response response) {
    boolean webSocket =
        response.fields().hasMember("Upgrade", "websocket")
            || request.filter(one -> one.fields().hasMember("Upgrade", "websocket")).isPresent();
    Optional<PermessageDeflate> agreed =
        Extension.parse(response.fields()).flatMap(PermessageDeflate::agree);
    Stage before = clientSide.stage;
    for (Role role : Role.values()) {
      side(role).stage =
          webSocket
              ? FrameStage.opened(this, role, agreed, limits)
              : new OtherStage(
                  this, role, "bytes of another protocol than WebSocket", new Beginning());
    }
    if (before instanceof HeldStage held) {
      release(time, held, clientSide.stage);
    }
  }

  private void release(Instant time, HeldStage held, Stage next) {
    clientSide.stage = next;
    byte[] bytes = held.held();
    read(Role.CLIENT, time, bytes, 0, bytes.length);
  }

  void nextHead(Role from) {
    side(from).stage = head(from);
  }

  /// From here on the side's bytes are not understood; `begun` came before.
  void other(Role from, String what, Beginning begun) {
    side(from).stage = new OtherStage(this, from, what, begun);
  }

  /// The side's place in its bytes is not known any more.
  void lost(Role from) {
    side(from).stage = new LostStage(this, from);
  }

  /// Whether frames are to be expected: not before a handshake that was seen and not answered.
  boolean mayBeFrames() {
    return handshake.isEmpty() || handshake.get().opened();
  }

  void joinFrames(Role from) {
    side(from).stage = FrameStage.joined(this, from, limits);
  }
}
