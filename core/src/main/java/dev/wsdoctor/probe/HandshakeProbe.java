package dev.wsdoctor.probe;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Observation.Result;
import java.time.Duration;
import java.util.Optional;

/// Opens one WebSocket over one live hop, tries it with a ping and an echo, and says how that went;
/// never throws for what a peer does.
public final class HandshakeProbe {
  private HandshakeProbe() {}

  /// Opens `target` as a client does, with `extra` in place of the fields of those names.
  public static Observation run(Target target, Fields extra, Limits limits) {
    return run(ProbeTarget.through(target), extra, limits);
  }

  /// Asks one hop. `extra` may replace even the handshake's own fields, to send a broken one.
  public static Observation run(ProbeTarget target, Fields extra, Limits limits) {
    return run(target, extra, limits, Way.DIRECT);
  }

  /// The same on the way that the user names.
  public static Observation run(ProbeTarget target, Fields extra, Limits limits, Way way) {
    Opener opener = new Opener(target, extra, limits, way);
    return switch (opener.open()) {
      case Opening.Failed(Observation seen) -> seen;
      case Opening.Open(LiveSocket socket, Observation _) -> {
        try (socket) {
          new Exchange(socket, opener.trace(), opener.overall().within(limits.echo())).run();
          yield opener.trace().observation(new Result.Opened());
        }
      }
    };
  }

  /// An opening, and how the socket ended, if it did not stay open.
  public record Held(Observation opening, Optional<Ending> ended) {}

  /// Opens `target` and holds the socket for so long, with one ping and no message.
  public static Held hold(Target target, Fields extra, Limits limits, Duration hold) {
    Opener opener = new Opener(ProbeTarget.through(target), extra, limits, Way.DIRECT);
    return switch (opener.open()) {
      case Opening.Failed(Observation seen) -> new Held(seen, Optional.empty());
      case Opening.Open(LiveSocket socket, Observation _) -> {
        try (socket) {
          Optional<Ending> ended =
              new Exchange(socket, opener.trace(), Deadline.in(limits.echo())).hold(hold);
          yield new Held(opener.trace().observation(new Result.Opened()), ended);
        }
      }
    };
  }
}
