package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Real failures from a folder beside the repository, when it is there: an extra. Those that are
/// not named first stand with their reason in `cases-not-named.txt`.
class SharedCasesTest {
  /// What a case says, and what the product says of it.
  private record Outcome(String id, List<String> accepted, List<String> said) {
    boolean isNamed() {
      return !said.isEmpty() && accepted.contains(said.getFirst());
    }
  }

  @TestFactory
  Stream<DynamicTest> casesAreNamedUnlessTheyAreListedWithAReason() {
    return SharedCases.extra("cases", SharedCasesTest::casesAreNamed);
  }

  private static void casesAreNamed(Path cases) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    try (Stream<Path> folders = Files.list(cases)) {
      folders
          .sorted()
          .filter(folder -> Files.exists(folder.resolve("case.json")))
          .forEach(folder -> outcomes.add(run(folder)));
    }
    long named = outcomes.stream().filter(Outcome::isNamed).count();
    System.out.println("cases: named first " + named + "/" + outcomes.size());
    Set<String> notNamed =
        outcomes.stream()
            .filter(outcome -> !outcome.isNamed())
            .map(Outcome::id)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(notNamed).as(outcomes.toString()).isEqualTo(listed());
  }

  private static Outcome run(Path folder) {
    try {
      JsonNode facts = JsonMapper.shared().readTree(Files.readString(folder.resolve("case.json")));
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "check",
                  facts.get("url").asString(),
                  "-c",
                  folder.resolve("nginx.conf").toString(),
                  "--offline",
                  "--nginx-version",
                  "1.22.1",
                  "--format",
                  "json"));
      JsonNode headers = facts.path("headers");
      headers
          .propertyNames()
          .forEach(
              name -> arguments.addAll(List.of("-H", name + ": " + headers.get(name).asString())));
      List<String> accepted = new ArrayList<>(List.of(facts.get("cause").asString()));
      facts.path("also_accepted").forEach(cause -> accepted.add(cause.asString()));
      return new Outcome(
          folder.getFileName().toString(), accepted, Product.run(arguments).causes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> listed() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("src/test/resources/cases-not-named.txt"))) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.substring(0, line.indexOf(':')))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
