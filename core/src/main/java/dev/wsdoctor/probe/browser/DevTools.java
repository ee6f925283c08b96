package dev.wsdoctor.probe.browser;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Incoming;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.Opcode;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The Chrome DevTools protocol over a WebSocket of our own: commands out, replies and events in.
/// Used by one thread.
final class DevTools implements Closeable {
  private static final int MOST_MESSAGE_BYTES = 16 << 20;
  private static final int MOST_EVENTS = 20_000;
  private static final Duration SLICE = Duration.ofMillis(200);

  /// An event, in the order of their coming.
  record Happened(String name, Json parameters) {}

  private final LiveSocket socket;
  private final BooleanSupplier stopped;
  private final List<Happened> events = new ArrayList<>();
  private final Map<Integer, Json> replies = new HashMap<>();
  private String session = "";
  private int number;

  private DevTools(LiveSocket socket, BooleanSupplier stopped) {
    this.socket = socket;
    this.stopped = stopped;
  }

  static DevTools connect(Browser.DevToolsAddress address, BooleanSupplier stopped)
      throws BrowserFailure {
    Target target = new Target(true, false, "127.0.0.1", address.port(), address.path());
    Limits limits = Limits.DEFAULT.keeping(MOST_MESSAGE_BYTES);
    return switch (LiveSocket.open(ProbeTarget.through(target), Fields.NONE, limits)) {
      case Opening.Open(LiveSocket socket, var _) -> new DevTools(socket, stopped);
      case Opening.Failed(var seen) ->
          throw new BrowserFailure("the browser's DevTools do not answer: " + seen.result());
    };
  }

  /// From now on commands go to this page.
  void use(String sessionId) {
    session = sessionId;
  }

  /// Sends a command, and does not wait for its reply; yields the number of that.
  int send(String method, Json parameters) {
    number++;
    Json command =
        Json.members()
            .with("id", Json.number(number))
            .with("method", method)
            .with("params", parameters);
    Json whole = session.isEmpty() ? command : command.with("sessionId", session);
    socket.send(Frame.of(Opcode.TEXT, whole.print()));
    return number;
  }

  /// The result of a command, when it comes in time.
  Json call(String method, Json parameters, Duration patience) throws BrowserFailure {
    return reply(send(method, parameters), patience)
        .orElseThrow(
            () ->
                new BrowserFailure(
                    stopped.getAsBoolean()
                        ? "interrupted"
                        : "the browser did not answer %s within %d s; is this machine very busy?"
                            .formatted(method, patience.toSeconds())));
  }

  Optional<Json> reply(int to, Duration patience) throws BrowserFailure {
    long end = System.nanoTime() + patience.toNanos();
    while (!replies.containsKey(to) && goesOn(end)) {
      pump(end);
    }
    return Optional.ofNullable(replies.remove(to));
  }

  /// Waits for an event, among those from `first` on.
  Optional<Happened> event(String name, int first, Duration patience) throws BrowserFailure {
    long end = System.nanoTime() + patience.toNanos();
    int looked = first;
    while (true) {
      for (; looked < events.size(); looked++) {
        if (events.get(looked).name().equals(name)) {
          return Optional.of(events.get(looked));
        }
      }
      if (!goesOn(end)) {
        return Optional.empty();
      }
      pump(end);
    }
  }

  /// Takes in what comes during this time.
  void listen(Duration time) throws BrowserFailure {
    long end = System.nanoTime() + time.toNanos();
    while (goesOn(end)) {
      pump(end);
    }
  }

  private boolean goesOn(long end) {
    return System.nanoTime() < end && !stopped.getAsBoolean();
  }

  List<Happened> events() {
    return List.copyOf(events);
  }

  int count() {
    return events.size();
  }

  private void pump(long end) throws BrowserFailure {
    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    switch (socket.next(left.compareTo(SLICE) < 0 ? left : SLICE)) {
      case Incoming.Quiet() -> {}
      case Incoming.Ended(var how) ->
          throw new BrowserFailure("the browser went away: " + how.describe());
      case Incoming.Happened(Event event) -> {
        if (event instanceof Event.MessageRead(Opcode _, String payload)) {
          JsonText.parse(payload).ifPresent(this::take);
        }
      }
    }
  }

  private void take(Json message) {
    Optional<Double> id = message.at("id").number();
    if (id.isPresent()) {
      replies.put(id.get().intValue(), message);
    } else if (events.size() < MOST_EVENTS) {
      events.add(new Happened(message.at("method").text(), message.at("params")));
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
