package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.Optional;

/// A target that a backend is taken to want, and why that is believed.
///
/// `lines`: those that are to be changed, where it matters; empty for any. `advice`: what is said
/// where no edit of the configuration brings the target there; without one nothing is said then,
/// since a wish that no small edit fulfils is doubtful.
record Wish(
    WantedTarget target,
    Severity severity,
    double confidence,
    String why,
    List<Directive> lines,
    Optional<String> advice) {
  static Wish of(String target, double confidence, String why) {
    return new Wish(
        WantedTarget.of(target), Severity.ERROR, confidence, why, List.of(), Optional.empty());
  }

  /// Many servers take what is sent for the same.
  Wish asWarning() {
    return new Wish(target, Severity.WARNING, confidence, why, lines, advice);
  }

  /// By a change of one of these lines alone.
  Wish at(List<Directive> only) {
    return new Wish(target, severity, confidence, why, only, advice);
  }

  /// It is believed whether there is an edit or not.
  Wish orElse(String say) {
    return new Wish(target, severity, confidence, why, lines, Optional.of(say));
  }
}
