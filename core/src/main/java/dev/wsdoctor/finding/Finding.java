package dev.wsdoctor.finding;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One cause: what is wrong (`summary`), why nginx makes that fail (`why`), where, how sure, and
/// the mend. `id` is one of the catalogue's; `confidence` lies between 0 and 1.
public record Finding(
    String id,
    Severity severity,
    double confidence,
    String summary,
    String why,
    List<Place> places,
    List<Evidence> evidence,
    Optional<Fix> fix) {
  /// The order of a report: the gravest first, of equally grave ones the surest.
  public static final Comparator<Finding> BY_WEIGHT = Finding::compareWeight;

  public Finding {
    places = List.copyOf(places);
    evidence = List.copyOf(evidence);
    if (confidence < 0 || confidence > 1) {
      throw new IllegalArgumentException("confidence " + confidence + " is not in 0..1");
    }
  }

  /// A finding without places, evidence and fix; add them with the methods below.
  public static Finding of(
      String id, Severity severity, double confidence, String summary, String why) {
    return new Finding(
        id, severity, confidence, summary, why, List.of(), List.of(), Optional.empty());
  }

  public Finding at(List<Place> where) {
    return new Finding(id, severity, confidence, summary, why, where, evidence, fix);
  }

  public Finding at(Place where) {
    return at(List.of(where));
  }

  public Finding because(List<Evidence> observed) {
    return new Finding(id, severity, confidence, summary, why, places, observed, fix);
  }

  public Finding because(Evidence observed) {
    return because(List.of(observed));
  }

  /// The same in other words.
  public Finding saying(String sentence) {
    return new Finding(id, severity, confidence, sentence, why, places, evidence, fix);
  }

  public Finding mendedBy(Fix mend) {
    return new Finding(id, severity, confidence, summary, why, places, evidence, Optional.of(mend));
  }

  /// With one observation more.
  public Finding seen(Evidence observed) {
    return because(Stream.concat(evidence.stream(), Stream.of(observed)).toList());
  }

  /// In one method, because the start-up cache cannot keep what `Comparator.comparing` makes.
  private static int compareWeight(Finding one, Finding other) {
    int bySeverity = one.severity.compareTo(other.severity);
    return bySeverity != 0 ? bySeverity : Double.compare(other.confidence, one.confidence);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  public Finding weighing(Severity level, double sureness) {
    return new Finding(id, level, sureness, summary, why, places, evidence, fix);
  }
}
