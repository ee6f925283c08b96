package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.DeepPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `check --deep` and how far it goes.
final class DeepOptions {
  private static final String DEEP = "--deep";
  private static final String UNTIL = "--until";
  private static final String UP_TO = "--up-to";

  private DeepOptions() {}

  static void add(CommandSpec spec) {
    spec.addOption(Options.flag("Measure what opens, with every probe that is useful.", DEEP));
    spec.addOption(
        ProbeOptions.span(
            "TIME", "--deep: how long to look for an idle limit; 90s is usual.", UNTIL));
    spec.addOption(ProbeOptions.size("SIZE", "--deep: the largest message; 1m is usual.", UP_TO));
  }

  static boolean isAsked(ParseResult arguments) {
    return arguments.hasMatchedOption(DEEP);
  }

  /// What speaks against these arguments together.
  static Optional<String> misuse(ParseResult arguments, Operands operands) {
    if (!isAsked(arguments)) {
      return List.of(UNTIL, UP_TO).stream()
          .filter(arguments::hasMatchedOption)
          .findFirst()
          .map(name -> name + " goes with --deep: add it");
    }
    if (arguments.hasMatchedOption("--offline")) {
      return Optional.of("--deep measures live hops and --offline touches none: leave one out");
    }
    if (arguments.matchedOptionValue("-c", List.of()).size() > 1) {
      return Optional.of(
          "--deep measures what one nginx answers, and -c names several: check each by its own URL");
    }
    return operands.urls().isEmpty() || !operands.files().isEmpty()
        ? Optional.of(
            "--deep measures live hops, and files have none: name a URL, and the file with -c")
        : Optional.empty();
  }

  static DeepPlan plan(ParseResult arguments, Consumer<String> progress, BooleanSupplier stopped) {
    return new DeepPlan(
        arguments.<Duration>matchedOptionValue(UNTIL, DeepPlan.USUAL_UNTIL),
        arguments.<Long>matchedOptionValue(UP_TO, DeepPlan.USUAL_MOST_BYTES),
        progress,
        stopped);
  }
}
