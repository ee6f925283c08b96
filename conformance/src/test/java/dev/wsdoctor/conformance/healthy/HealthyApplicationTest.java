package dev.wsdoctor.conformance.healthy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Applications;
import dev.wsdoctor.conformance.Verdicts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The report names the application of a configuration where its signs suffice, and no other.
class HealthyApplicationTest {
  private static final Path LIST = Path.of("src/test/resources/healthy-applications.txt");
  private static final String REMARK = "the application is taken for ";

  @Test
  void theApplicationsAreTheListedOnes() throws IOException {
    Set<String> named =
        HealthyCorpus.all().stream()
            .flatMap(healthy -> applications(healthy).map(id -> healthy + ": " + id))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).isEqualTo(listed());
  }

  private static Stream<String> applications(Healthy healthy) {
    return Verdicts.check(healthy.url(), healthy.headers(), healthy.configuration())
        .remarks()
        .stream()
        .filter(remark -> remark.startsWith(REMARK))
        .map(remark -> id(remark.substring(REMARK.length())));
  }

  private static String id(String sentence) {
    return Applications.all().stream()
        .filter(application -> sentence.startsWith(application.title() + " (by "))
        .map(ApplicationProfile::id)
        .findFirst()
        .orElse(sentence);
  }

  private static Set<String> listed() throws IOException {
    try (Stream<String> lines = Files.lines(LIST, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
