package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.BrowserSheet;
import dev.wsdoctor.app.format.Sheet;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.browser.BrowserProbe;
import dev.wsdoctor.probe.browser.BrowserProgram;
import dev.wsdoctor.probe.browser.BrowserReport;
import dev.wsdoctor.probe.browser.BrowserVisit;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `probe URL --browser`: which browser, and from which page.
final class BrowserOptions {
  /// What only a client that is no browser can do.
  private static final List<String> UNUSABLE =
      List.of("--unix-socket", "--cert", "--key", "--origin", "-H", "--backend");

  private final ParseResult arguments;
  private final ProbeOptions options;

  BrowserOptions(ParseResult arguments, ProbeOptions options) {
    this.arguments = arguments;
    this.options = options;
  }

  static void add(CommandSpec spec) {
    spec.addOption(
        Options.typed(
            Target.class,
            Options::url,
            "URL",
            "--browser: the page that opens the socket; / of its own host is usual.",
            "--page"));
    spec.addOption(program());
  }

  static OptionSpec program() {
    return Options.typed(
        Path.class,
        Path::of,
        "PATH",
        "--browser: the program of a Chromium; else the first in PATH.",
        "--browser-path");
  }

  /// The sheet, or why there can be none.
  Answer<Sheet> probe(Target target, Environment environment, BooleanSupplier stopped) {
    Optional<String> odd = UNUSABLE.stream().filter(arguments::hasMatchedOption).findFirst();
    if (odd.isPresent()) {
      return new Answer.Unusable<>(
          "%s does not go with --browser: a browser decides that itself; --page names the page whose Origin it sends"
              .formatted(odd.get()));
    }
    String path = environment.variables().getOrDefault("PATH", "");
    return switch (BrowserProgram.find(options.value("--browser-path"), path)) {
      case BrowserProgram.Found.Missing(String message) -> new Answer.Unusable<>(message);
      case BrowserProgram.Found.There(Path program) ->
          options
              .through(target, Limits.DEFAULT)
              .then(
                  approach ->
                      answer(
                          BrowserProbe.run(
                              visit(program, target), approach, environment::say, stopped)));
    };
  }

  private BrowserVisit visit(Path program, Target target) {
    List<String> subprotocols =
        options.<String>value("--subprotocol").stream()
            .flatMap(names -> Arrays.stream(names.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    return new BrowserVisit(
        program,
        target,
        options.value("--page"),
        subprotocols,
        options.<String>value("--cookie").orElse(""),
        options.resolverRules(),
        arguments.hasMatchedOption("--proxy") ? options.proxyText() : "");
  }

  private static Answer<Sheet> answer(BrowserReport.Outcome outcome) {
    return switch (outcome) {
      case BrowserReport.Outcome.Unusable(String message) -> new Answer.Unusable<>(message);
      case BrowserReport.Outcome.Seen(BrowserReport report) ->
          new Answer.Given<>(BrowserSheet.of(report));
    };
  }
}
