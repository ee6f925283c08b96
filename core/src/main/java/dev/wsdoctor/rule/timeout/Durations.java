package dev.wsdoctor.rule.timeout;

import java.time.Duration;

/// Durations in words.
final class Durations {
  private Durations() {}

  /// `60 seconds`, `500 milliseconds`.
  static String text(Duration duration) {
    return duration.toMillisPart() == 0
        ? duration.toSeconds() + " seconds"
        : duration.toMillis() + " milliseconds";
  }
}
