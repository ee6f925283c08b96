package dev.wsdoctor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a build server needs stands in the repository, and the program prints the very same.
class InitCiTest {
  private static final Path ROOT = Path.of("..");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({"github,github.yml", "gitlab,gitlab.yml", "pre-commit,pre-commit.yaml"})
  void eachSystemGetsTheFileOfTheRepository(String system, String file) throws IOException {
    assertThat(run("init-ci", system)).isZero();
    assertThat(out.toByteArray())
        .isEqualTo(Files.readAllBytes(ROOT.resolve("examples/ci/" + file)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          init-ci            | Missing required parameter
          init-ci githup     | did you mean 'github'?
          init-ci ../../x    | expected github, gitlab, pre-commit but found '../../x'
          """)
  void aSystemThatItDoesNotKnowIsSaid(String typed, String sentence) {
    assertThat(run(typed.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(sentence);
  }

  @Test
  void theActionUsesTheInputsThatItDeclaresAndNoOthers() throws IOException {
    String action = read("action.yml");
    String declared = action.substring(action.indexOf("inputs:"), action.indexOf("runs:"));

    assertThat(found("inputs\\.([a-z-]+)", action)).isEqualTo(found("(?m)^  ([a-z-]+):", declared));
  }

  @Test
  void theWorkflowGivesOnlyInputsThatTheActionHas() throws IOException {
    String workflow = read("examples/ci/github.yml");
    String given = workflow.substring(workflow.lastIndexOf("with:"));

    assertThat(found("inputs\\.([a-z-]+)", read("action.yml")))
        .containsAll(found("(?m)^ +(?:# )?([a-z-]+):", given));
  }

  @Test
  void everyOptionThatTheFilesUseIsOneOfCheck() throws IOException {
    run("check", "--help");
    String help = out.toString(StandardCharsets.UTF_8);
    String files =
        read("launcher/action.sh")
            + read("examples/ci/gitlab.yml").replaceAll("git clone.*", "")
            + read("examples/ci/pre-commit.yaml")
            + read(".pre-commit-hooks.yaml");

    assertThat(found("(--[a-z-]+)", files)).isNotEmpty().allMatch(help::contains);
  }

  @Test
  void whatTheHookAndTheActionStartIsThereAndMayRun() throws IOException {
    assertThat(read(".pre-commit-hooks.yaml")).contains("entry: wsdoctor check\n");
    assertThat(read("action.yml")).contains("$GITHUB_ACTION_PATH/launcher/action.sh");
    assertThat(List.of("wsdoctor", "launcher/action.sh"))
        .allMatch(file -> Files.isExecutable(ROOT.resolve(file)));
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private int run(String... words) {
    Environment environment =
        new Environment(new ByteArrayInputStream(new byte[0]), out, err, Map.of());
    return new Main(Engine.real()).run(List.of(words), environment);
  }
}
