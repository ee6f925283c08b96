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
/// first, and the offered mend opens the socket again; what breaks nothing raises no error.
///
/// The sample runs always; all of them with `-Dwsdoctor.full=true`, which prints the figures. There
/// `-Dwsdoctor.kind=REGEX` runs some kinds of fault only and prints what went wrong.
class MutationTest {
  private static final long SEED = 20_261_120;
  private static final int SAMPLED_CONFIGURATIONS = 12;
  private static final int SAMPLED_FAULTS = 5;
  private static final int LEAST_MUTANTS = 1500;
  private static final double BAR = 0.97;

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
            mutants -> shuffled(mutants).subList(0, SAMPLED_FAULTS));
    assertThat(score.all()).hasSize(SAMPLED_CONFIGURATIONS * SAMPLED_FAULTS);
    expectTheBar(score);
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
            mutants -> mutants.stream().filter(mutant -> mutant.kind().matches(kind)).toList());
    print(score);
    if (kind.equals(".*")) {
      assertThat(score.all()).hasSizeGreaterThanOrEqualTo(LEAST_MUTANTS);
    }
    expectTheBar(score);
  }

  private static Score judge(Stream<Healthy> corpus, Function<List<Mutant>, List<Mutant>> choice) {
    try (Certificates certificates = new Certificates()) {
      return new Score(
          corpus.flatMap(healthy -> judged(healthy, certificates, choice).stream()).toList());
    }
  }

  private static List<Judged> judged(
      Healthy healthy, Certificates certificates, Function<List<Mutant>, List<Mutant>> choice) {
    try (Stage stage = Stage.of(healthy, certificates)) {
      return choice.apply(Mutants.of(healthy)).stream()
          .map(mutant -> Judged.of(mutant, stage))
          .toList();
    }
  }

  private static void expectTheBar(Score score) {
    assertThat(score.falseAlarms()).as("false alarms, seed %d", SEED).isEmpty();
    assertThat(score.shareWithout(score.unnamed()))
        .as("named, seed %d; not: %s", SEED, score.unnamed())
        .isGreaterThanOrEqualTo(BAR);
    assertThat(score.shareWithout(score.unfixed()))
        .as("fixed, seed %d; not: %s", SEED, score.unfixed())
        .isGreaterThanOrEqualTo(BAR);
  }

  /// The figures are what the long run is for.
  private static void print(Score score) {
    Stream.of(score.falseAlarms(), score.unnamed(), score.unfixed())
        .flatMap(List::stream)
        .distinct()
        .forEach(one -> System.out.println(one.story()));
    System.out.println(score.table());
  }
}
