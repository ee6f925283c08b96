package dev.wsdoctor.probe.idle;

import dev.wsdoctor.probe.Ending;
import java.time.Duration;
import java.util.Optional;

/// What became of one connection of the ladder; all times since its opening, which the other side
/// may have seen earlier by at most `doubt`. `sent` is when its traffic went out, `served` when the
/// last bytes came in, `answered` whether what was sent was answered, `mute` whether a ping got no
/// answer although there was time. Without `end` it was still open, or at least silent, when the
/// measurement stopped.
record Life(
    Traffic traffic,
    Duration doubt,
    Optional<Duration> sent,
    Optional<Duration> served,
    boolean answered,
    boolean mute,
    Optional<Duration> end,
    Optional<Ending> ending) {
  /// The last moment at which anything went over the hop.
  Duration lastTraffic() {
    Duration out = sent.orElse(Duration.ZERO);
    Duration in = served.orElse(Duration.ZERO);
    return out.compareTo(in) > 0 ? out : in;
  }

  /// How long it was silent before it ended.
  Optional<Duration> silence() {
    return end.map(at -> at.minus(lastTraffic()));
  }

  /// Ended from below: a Close frame is a decision of the application, not of a timer on the way.
  boolean isCutOff() {
    return ending
        .filter(how -> !(how instanceof Ending.Closed || how instanceof Ending.Violated))
        .isPresent();
  }

  boolean sawNothing() {
    return sent.isEmpty() && served.isEmpty();
  }
}
