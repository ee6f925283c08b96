package dev.wsdoctor.conformance.healthy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Verdicts;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The product finds no fault with configurations that are right.
///
/// `healthy-warnings.txt` lists every warning it gives, each with the reason why the author of the
/// configuration would agree.
class HealthyVerdictTest {
  private static final Path WARNINGS = Path.of("src/test/resources/healthy-warnings.txt");

  static List<Healthy> all() {
    return HealthyCorpus.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void noErrorIsFound(Healthy healthy) {
    assertThat(check(healthy).causes().stream().filter(Finding::isError)).isEmpty();
  }

  @Test
  void theWarningsAreTheListedOnes() throws IOException {
    Set<String> given =
        HealthyCorpus.all().stream()
            .flatMap(
                healthy ->
                    check(healthy).causes().stream()
                        .filter(cause -> cause.severity() == Severity.WARNING)
                        .map(cause -> healthy + ": " + cause.id()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(given).isEqualTo(listed());
  }

  private static Set<String> listed() throws IOException {
    try (Stream<String> lines = Files.lines(WARNINGS, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.substring(0, line.indexOf(" -- ")))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Report check(Healthy healthy) {
    return Verdicts.check(healthy.url(), healthy.headers(), healthy.configuration());
  }
}
