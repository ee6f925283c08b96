package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Observation;
import java.util.List;
import java.util.Optional;

/// The verdict of a report and its one sentence. `failureSeen`: the person has seen the socket
/// fail, so that it is not healthy, whatever was found.
record Judgement(Verdict verdict, String headline) {
  /// Below this an error is a suspicion: the report cannot call the socket broken for it.
  private static final double SURE = 0.5;

  static Judgement of(
      Target target,
      List<Finding> causes,
      Optional<Prediction> prediction,
      List<Observation> hops,
      boolean failureSeen) {
    Optional<Finding> first = causes.stream().findFirst();
    Verdict found = verdict(first, prediction.filter(Prediction::reachesBackend).isPresent(), hops);
    Verdict verdict = failureSeen && found != Verdict.BROKEN ? Verdict.UNKNOWN : found;
    return new Judgement(verdict, headline(verdict, target, first, hops));
  }

  private static Verdict verdict(
      Optional<Finding> first, boolean predictedToOpen, List<Observation> hops) {
    if (first.filter(Finding::isError).isPresent()) {
      return first.get().confidence() >= SURE ? Verdict.BROKEN : Verdict.UNKNOWN;
    }
    boolean known = predictedToOpen || hops.stream().anyMatch(Observation::opened);
    if (!known) {
      return Verdict.UNKNOWN;
    }
    return first.filter(cause -> cause.severity() == Severity.WARNING).isPresent()
        ? Verdict.AT_RISK
        : Verdict.HEALTHY;
  }

  private static String headline(
      Verdict verdict, Target target, Optional<Finding> first, List<Observation> hops) {
    String where =
        first
            .flatMap(cause -> cause.places().stream().findFirst())
            .map(place -> " (" + place.where() + ")")
            .orElse("");
    boolean seen = hops.stream().anyMatch(Observation::opened);
    return switch (verdict) {
      case BROKEN -> "%s fails: %s%s".formatted(target, first.orElseThrow().summary(), where);
      case AT_RISK -> "%s opens, but %s%s".formatted(target, first.orElseThrow().summary(), where);
      case HEALTHY ->
          "%s %s"
              .formatted(
                  target, seen ? "opens" : "will open: nginx sends the handshake on as it should");
      case UNKNOWN -> "nothing certain can be said of " + target;
    };
  }
}
