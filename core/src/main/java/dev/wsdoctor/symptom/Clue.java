package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.Set;

/// What one symptom speaks for: the finding to report if nothing else has found that cause. One of
/// `better` takes its place when it has been found already.
record Clue(Finding finding, List<String> better) {
  private static final double ENOUGH = 0.5;

  Clue {
    better = List.copyOf(better);
  }

  static Clue of(Finding finding) {
    return new Clue(finding, List.of());
  }

  static Clue error(
      String id, double confidence, String summary, String why, String advice, Evidence seen) {
    return of(
        Finding.of(id, Severity.ERROR, confidence, summary, why)
            .because(seen)
            .mendedBy(Fix.manual(advice)));
  }

  static Clue warning(
      String id, double confidence, String summary, String why, String advice, Evidence seen) {
    return of(
        Finding.of(id, Severity.WARNING, confidence, summary, why)
            .because(seen)
            .mendedBy(Fix.manual(advice)));
  }

  /// Whether it leaves nothing to be guessed from that status.
  boolean explains(int status) {
    return finding.isError()
        && finding.confidence() >= ENOUGH
        && CauseStatuses.isUsual(finding.id(), status);
  }

  Clue rather(String... ids) {
    return new Clue(finding, List.of(ids));
  }

  /// The id that it speaks for, among those that have been found.
  String idAmong(Set<String> found) {
    return better.stream().filter(found::contains).findFirst().orElse(finding.id());
  }
}
