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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  private static final int SAMPLED = 30;
  private static final int SAMPLED_WALKS = 15;
  private static final int WALKS = 12;
  private static final int STEPS = 4;
  private static final int FAULTS = 3;
  private static final double BAR = 0.97;

  /// More that is hidden from a reader is hidden from the product, too.
  private static final double BAR_OF_WALKS = 0.95;

  /// What the product says of a rearranged file, and of faults in it.
  private record Outcome(Rearranged rearranged, Set<String> surplus, List<Judged> judged) {}

  @BeforeAll
  static void needsTheRealParts() {
    RealParts.needNginx();
    RealParts.needOpenssl();
  }

  @Test
  void whatMeansTheSameIsToldTheSame() {
    String kind = System.getProperty("wsdoctor.kind", ".*");
    Set<String> sample = sample(HealthyCorpus.all().stream().flatMap(Rearrangements::of), SAMPLED);
    expect(
        outcomes(
            healthy ->
                Rearrangements.of(healthy)
                    .filter(
                        one -> FULL ? one.kind().matches(kind) : sample.contains(one.toString()))),
        BAR);
  }

  /// By chance, one after another.
  @Test
  void soIsWhatWasRearrangedSeveralTimes() {
    Set<String> sample = sample(HealthyCorpus.all().stream().map(Healthy::toString), SAMPLED_WALKS);
    expect(
        outcomes(
            healthy ->
                FULL || sample.contains(healthy.toString())
                    ? walks(healthy, FULL ? WALKS : 1)
                    : Stream.of()),
        BAR_OF_WALKS);
  }

  private static Stream<Rearranged> walks(Healthy healthy, int count) {
    Random chance = new Random(SEED + healthy.toString().hashCode());
    return IntStream.range(0, count).mapToObj(_ -> Rearrangements.walk(healthy, STEPS, chance));
  }

  private static <T> Set<String> sample(Stream<T> all, int count) {
    List<String> names = new ArrayList<>(all.map(Object::toString).toList());
    Collections.shuffle(names, new Random(SEED));
    return Set.copyOf(names.subList(0, count));
  }

  private static void expect(List<Outcome> outcomes, double bar) {
    Score score =
        new Score(outcomes.stream().flatMap(outcome -> outcome.judged().stream()).toList());
    List<String> surplus =
        outcomes.stream()
            .filter(outcome -> !outcome.surplus().isEmpty())
            .map(outcome -> outcome.rearranged() + ": " + outcome.surplus())
            .toList();
    if (FULL) {
      print(outcomes.size(), surplus, score);
    }
    assertThat(outcomes).isNotEmpty();
    assertThat(surplus).as("surplus, seed %d", SEED).isEmpty();
    score.expect(bar, SEED);
  }

  /// The figures are what the long run is for.
  private static void print(int files, List<String> surplus, Score score) {
    surplus.forEach(line -> System.out.println("surplus: " + line));
    score.print();
    System.out.println(files + " rearranged files");
  }

  private static List<Outcome> outcomes(Function<Healthy, Stream<Rearranged>> choice) {
    try (Certificates certificates = new Certificates()) {
      return HealthyCorpus.all().stream()
          .parallel()
          .flatMap(healthy -> outcomes(healthy, choice.apply(healthy).toList(), certificates))
          .toList();
    }
  }

  private static Stream<Outcome> outcomes(
      Healthy healthy, List<Rearranged> all, Certificates certificates) {
    if (all.isEmpty()) {
      return Stream.of();
    }
    Set<String> usual = warnings(healthy);
    try (Stage stage = Stage.of(healthy, certificates)) {
      return all.stream()
          .filter(rearranged -> stage.open(rearranged.texts()).opens())
          .map(rearranged -> outcome(rearranged, usual, stage))
          .toList()
          .stream();
    }
  }

  private static Outcome outcome(Rearranged rearranged, Set<String> usual, Stage stage) {
    try (TemporaryFolder folder = TemporaryFolder.create("rearranged")) {
      Healthy healthy = rearranged.in(folder);
      Set<String> surplus = warnings(healthy);
      surplus.removeAll(usual);
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
