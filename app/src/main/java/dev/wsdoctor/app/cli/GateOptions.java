package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.CausePages;
import dev.wsdoctor.finding.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// The options that say what counts. `failOn` is empty when nothing lets the process fail.
record GateOptions(
    Optional<Severity> failOn,
    Optional<Set<String>> only,
    Set<String> except,
    Optional<Path> baseline,
    Optional<Path> newBaseline) {
  static final String BASELINE = "--baseline";
  static final String WRITE_BASELINE = "--write-baseline";
  private static final String FAIL_ON = "--fail-on";
  private static final String ONLY = "--only";
  private static final String EXCEPT = "--except";
  private static final List<String> LEVELS = List.of("error", "warning", "note", "never");

  static void add(CommandSpec spec) {
    spec.addOption(
        Options.typed(
            String.class,
            GateOptions::level,
            String.join("|", LEVELS),
            "Exit with 1 from this level up; error is usual.",
            FAIL_ON));
    spec.addOption(ids("Look for these causes only.", ONLY));
    spec.addOption(ids("Leave these causes out.", EXCEPT));
    spec.addOption(file("Leave out what this file knows; new findings count.", BASELINE));
    spec.addOption(file("Write what is found to a file for --baseline.", WRITE_BASELINE));
  }

  static GateOptions of(ParseResult arguments) {
    return new GateOptions(
        severity(arguments.matchedOptionValue(FAIL_ON, LEVELS.getFirst())),
        ids(arguments, ONLY),
        ids(arguments, EXCEPT).orElse(Set.of()),
        file(arguments, BASELINE),
        file(arguments, WRITE_BASELINE));
  }

  boolean fails(Severity severity) {
    return failOn.filter(level -> severity.compareTo(level) <= 0).isPresent();
  }

  /// The option by which a cause was not asked for.
  Optional<String> leavesOut(String id) {
    if (only.filter(ids -> !ids.contains(id)).isPresent()) {
      return Optional.of(ONLY);
    }
    return except.contains(id) ? Optional.of(EXCEPT) : Optional.empty();
  }

  /// The one that is read or written.
  Optional<Path> baselineFile() {
    return baseline.or(() -> newBaseline);
  }

  private static Optional<Severity> severity(String level) {
    return level.equals("never")
        ? Optional.empty()
        : Optional.of(Severity.valueOf(level.toUpperCase(Locale.ROOT)));
  }

  private static Optional<Set<String>> ids(ParseResult arguments, String name) {
    OptionSpec option = arguments.matchedOption(name);
    return option == null
        ? Optional.empty()
        : Optional.of(Set.copyOf(option.<List<String>>getValue()));
  }

  private static Optional<Path> file(ParseResult arguments, String name) {
    OptionSpec option = arguments.matchedOption(name);
    return option == null ? Optional.empty() : Optional.of(option.<Path>getValue());
  }

  private static OptionSpec ids(String description, String name) {
    return OptionSpec.builder(name)
        .paramLabel("ID,...")
        .hideParamSyntax(true)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .splitRegex(",")
        .converters(GateOptions::id)
        .description(description + " Repeatable.")
        .build();
  }

  private static OptionSpec file(String description, String name) {
    return Options.typed(Path.class, Path::of, "FILE", description, name);
  }

  private static String level(String text) {
    if (!LEVELS.contains(text)) {
      throw new TypeConversionException(
          "expected one of %s but found '%s'".formatted(String.join(", ", LEVELS), text));
    }
    return text;
  }

  private static String id(String text) {
    CausePages pages = new CausePages();
    String id = text.strip();
    if (pages.page(id).isEmpty()) {
      throw new TypeConversionException(WhyCommand.unknown(id, pages));
    }
    return id;
  }
}
