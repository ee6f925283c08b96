package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.probe.idle.IdleHop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Joins what was measured with the causes that are known already: one that was foreseen keeps its
/// words and its mend, and gains the measurement as evidence.
final class MeasuredCauses {
  private static final String READ_TIMEOUT = "read-timeout-too-short";
  private static final String ORIGIN = "origin-not-checked";

  /// What a browser sends by itself, so that a foreign page can use it.
  private static final List<String> CREDENTIALS = List.of("Cookie", "Authorization");

  private final List<Measurement> measurements;
  private final Optional<Prediction> prediction;
  private final Fields sent;

  MeasuredCauses(List<Measurement> measurements, Optional<Prediction> prediction, Fields sent) {
    this.measurements = measurements;
    this.prediction = prediction;
    this.sent = sent;
  }

  /// Ranked.
  List<Finding> join(List<Finding> known) {
    List<Finding> joined = new ArrayList<>(known.stream().map(this::outlived).toList());
    measurements.stream()
        .flatMap(this::causes)
        .filter(MeasuredCauses::matters)
        .map(this::inContext)
        .forEach(cause -> add(cause, joined));
    return joined.stream().sorted(Finding.BY_WEIGHT).toList();
  }

  /// An idle limit that was measured explains held connections that were lost between two pings.
  private Stream<Finding> causes(Measurement measurement) {
    boolean explained = measurement instanceof Measurement.Hold && hasIdleLimit();
    return measurement.causes().stream()
        .filter(cause -> !explained || !cause.id().equals("intermediary-timeout"));
  }

  private boolean hasIdleLimit() {
    return fronts().anyMatch(front -> front.limit().isPresent());
  }

  /// What the ladder showed of the way that clients take.
  private Stream<IdleHop> fronts() {
    return measurements.stream()
        .flatMap(
            one ->
                one instanceof Measurement.Idle(var report)
                    ? report.hops().stream().limit(1)
                    : Stream.empty());
  }

  /// That nginx has no RFC 8441 is so everywhere.
  private static boolean matters(Finding measured) {
    return measured.severity() != Severity.NOTE;
  }

  private void add(Finding measured, List<Finding> joined) {
    for (int i = 0; i < joined.size(); i++) {
      if (joined.get(i).id().equals(measured.id())) {
        joined.set(i, folded(joined.get(i), measured));
        return;
      }
    }
    joined.add(measured);
  }

  private static Finding folded(Finding known, Finding measured) {
    boolean graver = measured.severity().compareTo(known.severity()) < 0;
    List<Evidence> evidence =
        Stream.concat(known.evidence().stream(), measured.evidence().stream()).distinct().toList();
    return known
        .weighing(
            graver ? measured.severity() : known.severity(),
            Math.max(known.confidence(), measured.confidence()))
        .because(evidence);
  }

  /// What a measurement cannot know by itself.
  private Finding inContext(Finding measured) {
    return switch (measured.id()) {
      case READ_TIMEOUT -> isForeseen(measured) ? measured : note(measured);
      case ORIGIN -> sendsCredentials() ? measured : note(measured);
      default -> measured;
    };
  }

  /// A limit of the file that its rule lets pass: it is long, or the application is known to send
  /// something sooner.
  private boolean isForeseen(Finding measured) {
    return prediction.isEmpty()
        || prediction.get().causes().stream().anyMatch(one -> one.id().equals(measured.id()));
  }

  /// Without credentials a foreign page gets no more than anybody does.
  private boolean sendsCredentials() {
    return CREDENTIALS.stream().anyMatch(name -> sent.first(name).isPresent());
  }

  private static Finding note(Finding measured) {
    return measured.weighing(Severity.NOTE, measured.confidence());
  }

  /// A timer that silent sockets outlived: the backend sends something sooner, or it is not what
  /// runs.
  private Finding outlived(Finding known) {
    if (!known.id().equals(READ_TIMEOUT) || known.isError()) {
      return known;
    }
    Optional<Duration> limit =
        prediction.stream()
            .flatMap(p -> IdleTimers.of(p.subject()).stream())
            .map(timer -> timer.value())
            .findFirst();
    return limit.flatMap(this::seenAlive).map(evidence -> note(known).seen(evidence)).orElse(known);
  }

  private Optional<Evidence> seenAlive(Duration limit) {
    return fronts()
        .filter(front -> front.opened() > 0 && front.limit().isEmpty())
        .filter(front -> front.droppedAfter().isEmpty() && front.watched().compareTo(limit) > 0)
        .map(MeasuredCauses::alive)
        .findFirst();
  }

  private static Evidence alive(IdleHop front) {
    return Evidence.probe(
        "%s: no socket was cut for its silence within %d s, so the backend sends something sooner, or this is not what runs"
            .formatted(front.opening().hop(), front.watched().toSeconds()));
  }
}
