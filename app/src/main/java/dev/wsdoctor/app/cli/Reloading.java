package dev.wsdoctor.app.cli;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.repair.LiveNginx;
import dev.wsdoctor.repair.Patience;
import dev.wsdoctor.sandbox.NginxBinary;
import dev.wsdoctor.sandbox.ProgramSearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The options of a command that brings files into a running nginx.
final class Reloading {
  private static final String RELOAD = "--reload";
  private static final String COMMAND = "--reload-command";

  private Reloading() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        Options.flag(
            "Then run nginx -t, reload nginx and hold it against what answered before; take all back if that fails.",
            RELOAD));
    spec.addOption(
        Options.text(
            "COMMAND", "What reloads nginx, instead of a signal or systemctl reload.", COMMAND));
  }

  static boolean isWanted(ParseResult arguments) {
    return arguments.hasMatchedOption(RELOAD) || arguments.hasMatchedOption(COMMAND);
  }

  /// The nginx that runs the configuration with this root file.
  static LiveNginx.Search find(ParseResult arguments, String configuration) {
    Optional<String> command = value(arguments, COMMAND);
    Optional<Path> program =
        Reloading.<Path>value(arguments, "--nginx")
            .or(() -> ProgramSearch.of(System.getenv()).nginx().map(NginxBinary::path));
    return LiveNginx.find(Path.of(configuration), command, program, Patience.DEFAULT);
  }

  static Fields fields(ParseResult arguments) {
    return new Fields(Reloading.<List<Field>>value(arguments, "-H").orElse(List.of()));
  }

  private static <T> Optional<T> value(ParseResult arguments, String name) {
    OptionSpec option = arguments.matchedOption(name);
    return option == null ? Optional.empty() : Optional.of(option.<T>getValue());
  }
}
