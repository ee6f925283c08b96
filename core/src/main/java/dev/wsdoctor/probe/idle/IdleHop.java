package dev.wsdoctor.probe.idle;

import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the ladder showed about one hop. `opened` is how many connections it had, `watched` for how
/// long; `droppedAfter` is a silence after which the hop was dead without having said so, and
/// `lifetime` that no traffic prolongs a connection. `farewell` is what nobody can read, or the
/// Close frame of a server that had sent something itself, such as a ping that got no answer.
public record IdleHop(
    Observation opening,
    int opened,
    Duration watched,
    Optional<Duration> limit,
    Optional<Ending> ending,
    List<Kind> kinds,
    Optional<Duration> droppedAfter,
    boolean lifetime,
    Optional<Ending> farewell) {
  public IdleHop {
    kinds = List.copyOf(kinds);
  }

  /// What one kind of traffic does to the timer.
  public record Kind(Traffic traffic, Effect effect, Optional<Duration> limit, int samples) {}

  /// The answer for one kind.
  public enum Effect {
    /// The limit when nothing is sent.
    IS_THE_LIMIT,
    /// The timer starts anew with this traffic.
    RESTARTS,
    /// The connection ends as if there had been none.
    DOES_NOT_COUNT,
    /// Nothing ended as long as it was watched.
    NO_LIMIT,
    /// There was no connection to judge it by.
    NOT_MEASURED
  }
}
