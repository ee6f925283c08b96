package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Decision;
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
    boolean predictedToOpen = prediction.filter(Prediction::reachesBackend).isPresent();
    return of(target, causes, predictedToOpen, hops).after(target, failureSeen);
  }

  /// Of a report from which findings were set apart: those that surely break the socket still speak
  /// when nothing that is left does.
  static Judgement of(Report report, List<Finding> left, List<Suppressed> apart) {
    Optional<Suppressed> breaking =
        left.stream().anyMatch(Judgement::breaks)
            ? Optional.empty()
            : apart.stream().filter(known -> breaks(known.finding())).findFirst();
    Judgement judgement =
        of(
                report.target(),
                breaking.map(known -> List.of(known.finding())).orElse(left),
                report.verdict() != Verdict.UNKNOWN
                    || report.decision().flatMap(Decision::proxied).isPresent(),
                report.hops())
            .after(report.target(), report.failureSeen());
    return breaking
        .map(known -> new Judgement(judgement.verdict, judgement.headline + "; " + known.because()))
        .orElse(judgement);
  }

  /// A failure that somebody has seen and nothing here surely explains leaves all open.
  private Judgement after(Target target, boolean failureSeen) {
    return failureSeen && verdict != Verdict.BROKEN
        ? new Judgement(
            Verdict.UNKNOWN,
            "%s was seen to fail, and nothing here explains that for sure".formatted(target))
        : this;
  }

  private static boolean breaks(Finding finding) {
    return finding.isError() && finding.confidence() >= SURE;
  }

  private static Judgement of(
      Target target, List<Finding> causes, boolean predictedToOpen, List<Observation> hops) {
    Optional<Finding> first = causes.stream().findFirst();
    Verdict verdict = verdict(first, predictedToOpen, hops);
    return new Judgement(verdict, headline(verdict, target, first, hops));
  }

  private static Verdict verdict(
      Optional<Finding> first, boolean predictedToOpen, List<Observation> hops) {
    if (first.filter(Finding::isError).isPresent()) {
      return breaks(first.get()) ? Verdict.BROKEN : Verdict.UNKNOWN;
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
    String summary = first.map(Judgement::summary).orElse("");
    boolean seen = hops.stream().anyMatch(Observation::opened);
    return switch (verdict) {
      case BROKEN -> "%s fails: %s".formatted(target, summary);
      case AT_RISK ->
          "%s %s, but %s%s"
              .formatted(target, seen ? "opens" : "should open", summary, doubt(target, hops));
      case HEALTHY ->
          seen
              ? target + " opens"
              : "%s: nothing in this file stops it%s".formatted(target, doubt(target, hops));
      case UNKNOWN ->
          first
              .filter(Finding::isError)
              .map(_ -> "%s may fail: %s".formatted(target, summary))
              .orElseGet(() -> uncertain(target));
    };
  }

  /// With its place, unless that is named already.
  private static String summary(Finding cause) {
    return cause.places().stream()
        .findFirst()
        .map(Place::where)
        .filter(where -> !cause.summary().contains(where))
        .map(where -> "%s (%s)".formatted(cause.summary(), where))
        .orElse(cause.summary());
  }

  /// A file alone promises nothing of the backend.
  private static String doubt(Target target, List<Observation> hops) {
    boolean untried = hops.isEmpty() && target.webSocket();
    return untried
        ? "; if it fails at once, the backend refuses it or is not reached: run without --offline, or give"
            + " --backend"
        : "";
  }

  private static String uncertain(Target target) {
    return "whether %s opens is not known: no cause was found, and nothing shows that it does"
        .formatted(target);
  }
}
