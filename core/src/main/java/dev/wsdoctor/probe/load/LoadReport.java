package dev.wsdoctor.probe.load;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a target took a load. `echoed` tells whether answers are echoes, or pongs where the
/// application echoes nothing; `stopped` is why it ended early.
public record LoadReport(
    Target target,
    LoadPlan plan,
    int opened,
    boolean echoed,
    long due,
    long sent,
    long answered,
    Duration lasted,
    Times opening,
    Times answers,
    List<Trouble> troubles,
    Optional<String> stopped,
    List<Finding> causes) {
  public LoadReport {
    troubles = List.copyOf(troubles);
    causes = List.copyOf(causes);
  }

  /// What [#stopped] says when the user ended it, which is no fault of the target.
  static final String INTERRUPTED = "interrupted";

  public boolean isInterrupted() {
    return stopped.filter(INTERRUPTED::equals).isPresent();
  }

  /// How long something took, counted from when it was due.
  public record Times(
      long count,
      Duration median,
      Duration p90,
      Duration p99,
      Duration p999,
      Duration most,
      Duration mean) {}

  /// One class of errors: what happened, and how often.
  public record Trouble(Kind kind, String what, long count) {}

  /// When it happened.
  public enum Kind {
    OPENING,
    LOSS,
    MESSAGE
  }
}
