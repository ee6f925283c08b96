package dev.wsdoctor.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `init-ci SYSTEM`: prints the file that makes a build server run `check`.
final class InitCiCommand implements Command {
  private static final String FOLDER = "/examples/ci/";

  /// What is printed for each system: a file of examples/ci.
  private static final SequencedMap<String, String> FILES = new LinkedHashMap<>();

  static {
    FILES.put("github", "github.yml");
    FILES.put("gitlab", "gitlab.yml");
    FILES.put("pre-commit", "pre-commit.yaml");
  }

  @Override
  public CommandSpec spec() {
    String systems = String.join("|", FILES.keySet());
    CommandSpec spec = CommandSpec.create().name("wsdoctor init-ci");
    spec.usageMessage()
        .description("Prints the file that makes a build server check every WebSocket.")
        .footer(
            "",
            "Example:",
            "  wsdoctor init-ci github >.github/workflows/wsdoctor.yml",
            "",
            "To begin with what is there: wsdoctor check . --write-baseline FILE");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .required(true)
            .type(String.class)
            .paramLabel(systems)
            .description("Where the check is to run.")
            .build());
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    String system = arguments.matchedPositionalValue(0, "");
    if (!FILES.containsKey(system)) {
      return environment.refuse(unknown(system));
    }
    environment.print(text(FILES.getOrDefault(system, "")));
    return ExitCode.HEALTHY;
  }

  private static String unknown(String system) {
    return "expected %s but found '%s'%s"
        .formatted(
            String.join(", ", FILES.keySet()),
            system,
            Nearest.to(system, FILES.keySet()).map("; did you mean '%s'?"::formatted).orElse(""));
  }

  private static byte[] text(String file) {
    try (InputStream in =
        Objects.requireNonNull(InitCiCommand.class.getResourceAsStream(FOLDER + file), file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
