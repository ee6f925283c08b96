package dev.wsdoctor.diagnosis;

import dev.wsdoctor.probe.idle.Timer;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.timeout.IdleLimit;
import java.util.List;
import java.util.Optional;

/// The timers of a tunnel that a configuration sets, for the idle probe to compare with.
final class IdleTimers {
  private IdleTimers() {}

  /// Of all hops, the shortest first.
  static List<Timer> of(Subject subject) {
    return IdleLimit.of(subject).stream()
        .map(limit -> new Timer(limit.setting(), limit.value(), Optional.of(limit.place())))
        .toList();
  }
}
