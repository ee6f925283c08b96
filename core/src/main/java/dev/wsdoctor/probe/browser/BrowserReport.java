package dev.wsdoctor.probe.browser;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Observation;
import java.util.List;

/// What a browser saw of a URL, beside a handshake of our own with the same Origin (`same`) and one
/// without (`without`).
public record BrowserReport(
    Target target,
    BrowserSight sight,
    Observation same,
    Observation without,
    List<Finding> causes) {
  public BrowserReport {
    causes = List.copyOf(causes);
  }

  /// How the attempt to use a browser went.
  public sealed interface Outcome {
    record Seen(BrowserReport report) implements Outcome {}

    /// The browser could not be used; the sentence says why.
    record Unusable(String message) implements Outcome {}
  }
}
