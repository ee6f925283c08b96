package dev.wsdoctor.probe.hold;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What became of connections that were kept open; times since the beginning of the measurement.
public record HoldReport(
    Target target,
    int wanted,
    int opened,
    List<Observation> refused,
    Duration held,
    RoundTrips roundTrips,
    List<Loss> losses,
    List<Finding> causes) {
  public HoldReport {
    refused = List.copyOf(refused);
    losses = List.copyOf(losses);
    causes = List.copyOf(causes);
  }

  /// The round trips of the pings.
  public record RoundTrips(
      long count,
      Optional<Duration> least,
      Optional<Duration> median,
      Optional<Duration> p90,
      Optional<Duration> p99,
      Optional<Duration> most) {}

  /// A connection that ended: when, after how long, after how much silence, how, and whether a new
  /// one opened right away.
  public record Loss(
      int connection,
      Duration at,
      Duration age,
      Duration silence,
      Kind kind,
      String how,
      boolean reopened) {}

  /// Who had the last word.
  public enum Kind {
    /// The application, with a Close frame.
    CLOSED,
    /// Something on the way, or the server, without one.
    CUT,
    /// Nobody: pings go unanswered.
    MUTE
  }
}
