package dev.wsdoctor.probe.idle;

import dev.wsdoctor.finding.Place;
import java.time.Duration;
import java.util.Optional;

/// A timer of the configuration that ends a silent tunnel: the directive, its value, and where it
/// stands; without a place it is the default.
public record Timer(String directive, Duration value, Optional<Place> place) {
  /// A measurement agrees with a timer when it is at most this much away from it.
  private static final double TOLERANCE = 0.05;

  /// Below this the clocks of two machines and a busy scheduler hide the difference.
  private static final Duration SLACK = Duration.ofMillis(60);

  /// Whether a measured limit can be this timer.
  boolean agreesWith(Duration measured) {
    return isNear(measured, value);
  }

  static boolean isNear(Duration measured, Duration expected) {
    long difference = measured.minus(expected).abs().toNanos();
    return difference <= Math.max(SLACK.toNanos(), (long) (expected.toNanos() * TOLERANCE));
  }
}
