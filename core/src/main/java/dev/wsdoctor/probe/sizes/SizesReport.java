package dev.wsdoctor.probe.sizes;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which message sizes a hop carries, by the shape of the message; `stopped` when the user ended it
/// before all were tried.
public record SizesReport(
    Target target,
    List<Observation> openings,
    List<Series> series,
    boolean stopped,
    List<String> remarks,
    List<Finding> causes) {
  public SizesReport {
    openings = List.copyOf(openings);
    series = List.copyOf(series);
    remarks = List.copyOf(remarks);
    causes = List.copyOf(causes);
  }

  /// How a message is written.
  public record Shape(boolean text, boolean fragmented) {
    /// `text, one frame`.
    public String words() {
      return (text ? "text" : "binary") + ", " + (fragmented ? "fragments" : "one frame");
    }
  }

  /// One shape over one hop: the largest size that passed, the smallest that did not, and how that
  /// one ended. `slowest` is the round trip of the largest one.
  public record Series(
      String hop,
      Shape shape,
      long passed,
      Optional<Duration> slowest,
      Optional<Long> failed,
      Optional<Outcome> failure) {}

  /// What became of one message.
  public sealed interface Outcome {
    /// Its echo came back whole, or, where nothing is echoed, a pong behind it.
    record Passed(Duration took) implements Outcome {}

    /// The connection ended; the words say how.
    record Ended(String how, boolean tooBig) implements Outcome {}

    /// Nothing came back in time.
    record Silent(Duration waited) implements Outcome {}

    /// There was no connection to send it over.
    record NotOpened(String why) implements Outcome {}
  }
}
