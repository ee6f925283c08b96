package dev.wsdoctor.conformance.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Certificates;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.healthy.Healthy;
import dev.wsdoctor.conformance.healthy.HealthyCorpus;
import dev.wsdoctor.conformance.healthy.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every single fault in a healthy configuration that breaks its socket on a real nginx is named
/// first, and the offered mend opens the socket again; what breaks nothing raises no error. So it
/// is with two faults at once.
///
/// The sample runs always; all of them with `-Dwsdoctor.full=true`, which prints the figures. There
/// `-Dwsdoctor.kind=REGEX` runs some kinds of fault only and prints what went wrong.
class MutationTest {
  private static final long SEED = 20_261_120;
  private static final int SAMPLED_CONFIGURATIONS = 12;
  private static final int SAMPLED_FAULTS = 5;
  private static final int PAIRS = 6;
  private static final int SAMPLED_PAIRS = 3;
  private static final int LEAST_MUTANTS = 1500;
  private static final double BAR = 0.97;

  /// A proxy_pass that is gone takes the address along, and what else is wrong then hides more.
  private static final double BAR_OF_PAIRS = 0.93;

  @BeforeAll
  static void needsTheRealParts() {
    RealParts.needNginx();
    RealParts.needOpenssl();
  }

  /// A sample; all of them, which takes minutes, with `-Dwsdoctor.full=true`.
  @Test
  void faultsAreNamedAndMended() {
    if (Boolean.getBoolean("wsdoctor.full")) {
      judgeAll();
      return;
    }
    List<Healthy> shuffled = shuffled(HealthyCorpus.all());
    Score score =
        judge(
            shuffled.subList(0, SAMPLED_CONFIGURATIONS).stream(),
            healthy -> shuffled(Mutants.of(healthy)).subList(0, SAMPLED_FAULTS));
    assertThat(score.all()).hasSize(SAMPLED_CONFIGURATIONS * SAMPLED_FAULTS);
    score.expect(BAR, SEED);
  }

  /// Two faults at once, by chance: one is named first, and the mend is of both.
  @Test
  void pairsOfFaultsAreNamedAndMended() {
    boolean full = Boolean.getBoolean("wsdoctor.full");
    Random chance = new Random(SEED);
    List<Healthy> corpus = shuffled(HealthyCorpus.all());
    int configurations = full ? corpus.size() : SAMPLED_CONFIGURATIONS;
    int pairs = full ? PAIRS : SAMPLED_PAIRS;
    Score score =
        judge(
            corpus.subList(0, configurations).stream(),
            healthy -> Mutants.pairs(healthy, pairs, chance));
    assertThat(score.all()).hasSize(configurations * pairs);
    if (full) {
      score.print();
    }
    score.expect(BAR_OF_PAIRS, SEED);
  }

  private static <T> List<T> shuffled(List<T> list) {
    List<T> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, new Random(SEED));
    return shuffled;
  }

  private static void judgeAll() {
    String kind = System.getProperty("wsdoctor.kind", ".*");
    Score score =
        judge(
            HealthyCorpus.all().stream().parallel(),
            healthy ->
                Mutants.of(healthy).stream()
                    .filter(mutant -> mutant.kind().matches(kind))
                    .toList());
    score.print();
    if (kind.equals(".*")) {
      assertThat(score.all()).hasSizeGreaterThanOrEqualTo(LEAST_MUTANTS);
    }
    score.expect(BAR, SEED);
  }

  private static Score judge(Stream<Healthy> corpus, Function<Healthy, List<Mutant>> choice) {
    try (Certificates certificates = new Certificates()) {
      return new Score(
          corpus.flatMap(healthy -> judged(healthy, certificates, choice).stream()).toList());
    }
  }

  private static List<Judged> judged(
      Healthy healthy, Certificates certificates, Function<Healthy, List<Mutant>> choice) {
    try (Stage stage = Stage.of(healthy, certificates)) {
      return choice.apply(healthy).stream().map(mutant -> Judged.of(mutant, stage)).toList();
    }
  }
}
