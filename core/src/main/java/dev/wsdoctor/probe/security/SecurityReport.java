package dev.wsdoctor.probe.security;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Observation;
import java.util.List;

/// What a hop made of handshakes that a careful server refuses.
public record SecurityReport(
    Target target, Observation usual, List<Trial> trials, List<Finding> causes) {
  public SecurityReport {
    trials = List.copyOf(trials);
    causes = List.copyOf(causes);
  }

  /// One odd handshake: what was odd, what should happen, what did, and whether that is in order.
  public record Trial(String what, String expected, Observation seen, Verdict verdict) {}

  /// What an answer says about the hop.
  public enum Verdict {
    /// As it should be.
    GOOD,
    /// Open to abuse.
    BAD,
    /// The hop may leave this to the backend.
    LENIENT,
    /// No answer to judge by.
    UNKNOWN
  }
}
