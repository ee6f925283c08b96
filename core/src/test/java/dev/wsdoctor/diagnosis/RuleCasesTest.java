package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Rules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule has a folder of configurations named after it. The line that it reports ends in `#
/// finding: <id>`; a file without a mark must stay silent (`# unplaced`: it reports no line).
/// Beside a firing file stands `<name>.fixed.conf`, what its fix makes of it.
class RuleCasesTest {
  private static final Path FOLDER = Path.of("src/test/resources/rules");

  static List<RuleCase> cases() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".conf"))
          .filter(file -> !file.toString().endsWith(".fixed.conf"))
          .sorted()
          .map(RuleCase::read)
          .toList();
    }
  }

  @Test
  void everyRuleHasAFiringAndASilentCase() throws IOException {
    Set<String> fires = ids(RuleCase::fires);
    Set<String> silent = ids(rule -> !rule.fires());
    Set<String> rules = Rules.all().stream().map(Rule::id).collect(Collectors.toSet());
    assertThat(fires).isEqualTo(rules);
    assertThat(silent).isEqualTo(rules);
  }

  private static Set<String> ids(java.util.function.Predicate<RuleCase> kind) throws IOException {
    return cases().stream().filter(kind).map(RuleCase::id).collect(Collectors.toSet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aRuleReportsTheMarkedLineAndNoOther(RuleCase given) {
    List<Finding> found = given.findings();
    assertThat(found).hasSize(given.fires() ? 1 : 0);
    found.stream()
        .flatMap(finding -> finding.places().stream().limit(1))
        .forEach(place -> assertThat(place.line()).isEqualTo(given.markedLine()));
    assertThat(found.stream().flatMap(f -> f.places().stream()).findAny().isPresent())
        .isEqualTo(given.markedLine() > 0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theLineEndsDoNotMatter(RuleCase given) {
    List<Finding> unix = given.findings();
    List<Finding> dos = given.withText(given.text().replace("\n", "\r\n")).findings();
    assertThat(dos.stream().map(RuleCasesTest::gist).toList())
        .isEqualTo(unix.stream().map(RuleCasesTest::gist).toList());
  }

  private static String gist(Finding finding) {
    return finding.id() + finding.severity() + finding.places().stream().map(Place::line).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theFixIsTheGoldenOneAndMendsTheCause(RuleCase given) throws IOException {
    Optional<Fix> fix =
        given.findings().stream()
            .flatMap(finding -> finding.fix().stream())
            .filter(f -> f.safety() != Fix.Safety.MANUAL)
            .findFirst();
    Path golden = Path.of(given.file().toString().replace(".conf", ".fixed.conf"));
    assertThat(Files.exists(golden) || Boolean.getBoolean("wsdoctor.write"))
        .as("whether there is %s", golden)
        .isEqualTo(fix.isPresent() || Boolean.getBoolean("wsdoctor.write"));
    if (fix.isEmpty()) {
      return;
    }
    String fixed = given.applied(fix.get());
    if (Boolean.getBoolean("wsdoctor.write")) {
      Files.writeString(golden, fixed, StandardCharsets.ISO_8859_1);
    }
    assertThat(fixed).isEqualTo(Files.readString(golden, StandardCharsets.ISO_8859_1));
    RuleCase mended = given.withText(fixed);
    assertThat(mended.findings()).isEmpty();
    Set<String> before =
        given.prediction().causes().stream().map(Finding::id).collect(Collectors.toSet());
    assertThat(mended.prediction().causes().stream().filter(Finding::isError).map(Finding::id))
        .isSubsetOf(before);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void whatFixBeginsWithIsOfferedByCheck(RuleCase given) {
    Prediction broken = given.prediction();
    Mend.Retrial retrial =
        texts ->
            given.withText(texts.getOrDefault(given.file().toString(), given.text())).prediction();
    List<String> offered =
        new Offers(broken, retrial, Optional.empty(), Offers.Care.FOR_ONE)
            .proved().causes().stream()
                .filter(cause -> cause.fix().filter(fix -> !fix.edits().isEmpty()).isPresent())
                .map(RuleCasesTest::gist)
                .toList();
    assertThat(Mend.of(broken, retrial).applied().stream().limit(1).map(RuleCasesTest::gist))
        .isSubsetOf(offered);
  }
}
