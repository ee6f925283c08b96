package dev.wsdoctor.probe.hold;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The usual percentiles of some times, by the nearest rank.
final class Percentiles {
  private Percentiles() {}

  static HoldReport.RoundTrips of(List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    return new HoldReport.RoundTrips(
        sorted.size(),
        at(sorted, 0),
        at(sorted, 50),
        at(sorted, 90),
        at(sorted, 99),
        at(sorted, 100));
  }

  private static Optional<Duration> at(List<Duration> sorted, int percent) {
    if (sorted.isEmpty()) {
      return Optional.empty();
    }
    int rank = (sorted.size() * percent + 99) / 100;
    return Optional.of(sorted.get(Math.max(0, rank - 1)));
  }
}
