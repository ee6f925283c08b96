package dev.wsdoctor.probe;

import java.time.Duration;

/// A moment after which nothing is waited for, on the monotonic clock. `allowed` is the wait that
/// it grants from its making, for messages.
record Deadline(long nanoTime, Duration allowed) {
  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos(), duration);
  }

  /// A wait of `duration` that ends no later than this.
  Deadline within(Duration duration) {
    return duration.compareTo(remaining()) < 0 ? in(duration) : this;
  }

  /// Never negative.
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  boolean isOver() {
    return remaining().isZero();
  }

  /// `5 s` or `250 ms`.
  String describe() {
    long millis = allowed.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
