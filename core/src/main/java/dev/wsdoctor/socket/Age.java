package dev.wsdoctor.socket;

import java.time.Duration;
import java.util.Optional;

/// How old a connection is, as far as that can be known: the kernel does not say when one began.
///
/// It is at least as old as the silence on either of its ways, as the time that it has been watched
/// and, at a worker of before a reload, as that reload. It is younger than the last look that did
/// not find it, and than its worker.
public record Age(Duration atLeast, Optional<Duration> atMost) {
  public static final Age UNKNOWN = new Age(Duration.ZERO, Optional.empty());

  /// The same with one more thing known.
  Age atLeast(Duration other) {
    return other.compareTo(atLeast) > 0 ? new Age(other, atMost) : this;
  }

  /// The same with one more thing known.
  Age atMost(Duration other) {
    boolean less = atMost.isEmpty() || other.compareTo(atMost.get()) < 0;
    return less ? new Age(atLeast, Optional.of(other)) : this;
  }
}
