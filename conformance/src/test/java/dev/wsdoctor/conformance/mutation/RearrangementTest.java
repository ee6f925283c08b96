package dev.wsdoctor.conformance.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Certificates;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.conformance.Verdicts;
import dev.wsdoctor.conformance.healthy.Healthy;
import dev.wsdoctor.conformance.healthy.HealthyCorpus;
import dev.wsdoctor.conformance.healthy.Stage;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A healthy configuration that is written in another way, and still opens its socket in a real
/// nginx, is as healthy to the product; and a fault in it is named and mended as well.
///
/// A sample runs always; all of them with `-Dwsdoctor.full=true`, which prints the figures and what
/// went wrong. There `-Dwsdoctor.kind=REGEX` chooses kinds of rearrangement.
class RearrangementTest {
  private static final long SEED = 20_261_129;
  private static final boolean FULL = Boolean.getBoolean("wsdoctor.full");
  private static final int SAMPLED = 40;
  private static final int FAULTS = 3;
  private static final double BAR = 0.97;

  /// What the product says of a rearranged file, and of faults in it.
  private record Outcome(Rearranged rearranged, Set<String> surplus, List<Judged> judged) {}

  @BeforeAll
  static void needsTheRealParts() {
    RealParts.needNginx();
    RealParts.needOpenssl();
  }

  @Test
  void whatMeansTheSameIsToldTheSame() {
    List<Outcome> outcomes = outcomes();
    Score score =
        new Score(outcomes.stream().flatMap(outcome -> outcome.judged().stream()).toList());
    List<String> surplus =
        outcomes.stream()
            .filter(outcome -> !outcome.surplus().isEmpty())
            .map(outcome -> outcome.rearranged() + ": " + outcome.surplus())
            .toList();
    if (FULL) {
      surplus.forEach(line -> System.out.println("surplus: " + line));
      print("false alarm", score.falseAlarms());
      print("not named", score.unnamed());
      print("not mended", score.unfixed());
      System.out.println(score.table());
      System.out.println(outcomes.size() + " rearranged files");
    }
    assertThat(outcomes).hasSizeGreaterThanOrEqualTo(SAMPLED / 2);
    assertThat(surplus).isEmpty();
    assertThat(score.falseAlarms()).as("false alarms, seed %d", SEED).isEmpty();
    assertThat(score.shareWithout(score.unnamed()))
        .as("named, seed %d; not: %s", SEED, score.unnamed())
        .isGreaterThanOrEqualTo(BAR);
    assertThat(score.shareWithout(score.unfixed()))
        .as("fixed, seed %d; not: %s", SEED, score.unfixed())
        .isGreaterThanOrEqualTo(BAR);
  }

  private static void print(String what, List<Judged> judged) {
    judged.forEach(one -> System.out.println(what + ": " + one.story()));
  }

  private static List<Outcome> outcomes() {
    Predicate<Rearranged> chosen = chosen();
    try (Certificates certificates = new Certificates()) {
      return HealthyCorpus.all().stream()
          .parallel()
          .flatMap(healthy -> outcomes(healthy, certificates, chosen).stream())
          .toList();
    }
  }

  private static Predicate<Rearranged> chosen() {
    if (FULL) {
      String kind = System.getProperty("wsdoctor.kind", ".*");
      return rearranged -> rearranged.kind().matches(kind);
    }
    List<Rearranged> all =
        new ArrayList<>(HealthyCorpus.all().stream().flatMap(Rearrangements::of).toList());
    Collections.shuffle(all, new Random(SEED));
    Set<String> sample =
        all.stream().limit(SAMPLED).map(Rearranged::toString).collect(Collectors.toSet());
    return rearranged -> sample.contains(rearranged.toString());
  }

  private static List<Outcome> outcomes(
      Healthy healthy, Certificates certificates, Predicate<Rearranged> chosen) {
    List<Rearranged> all = Rearrangements.of(healthy).filter(chosen).toList();
    if (all.isEmpty()) {
      return List.of();
    }
    try (Stage stage = Stage.of(healthy, certificates)) {
      return all.stream()
          .filter(rearranged -> stage.open(rearranged.texts()).opens())
          .map(rearranged -> outcome(rearranged, stage))
          .toList();
    }
  }

  private static Outcome outcome(Rearranged rearranged, Stage stage) {
    try (TemporaryFolder folder = TemporaryFolder.create("rearranged")) {
      Healthy healthy = rearranged.in(folder);
      Set<String> surplus = warnings(healthy);
      surplus.removeAll(warnings(rearranged.healthy()));
      List<Mutant> faults = new ArrayList<>(Mutants.of(healthy));
      Collections.shuffle(faults, new Random(SEED + rearranged.toString().hashCode()));
      return new Outcome(
          rearranged,
          surplus,
          faults.stream().limit(FAULTS).map(mutant -> Judged.of(mutant, stage)).toList());
    }
  }

  /// The ids of what is more than a note.
  private static Set<String> warnings(Healthy healthy) {
    Report report = Verdicts.check(healthy.url(), healthy.headers(), healthy.configuration());
    return report.causes().stream()
        .filter(cause -> cause.severity() != Severity.NOTE)
        .map(Finding::id)
        .collect(Collectors.toSet());
  }
}
