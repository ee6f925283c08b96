package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.BaselineFile;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Verdict;
import dev.wsdoctor.finding.Baseline;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.finding.Suppressed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// What counts in a run: which causes are asked for, which were known before, and from which level
/// on the process fails.
final class Gate {
  private final GateOptions options;
  private final Baseline.Ledger ledger;

  private Gate(GateOptions options, Baseline baseline) {
    this.options = options;
    this.ledger = new Baseline.Ledger(baseline);
  }

  static Answer<Gate> of(ParseResult arguments) {
    GateOptions options = GateOptions.of(arguments);
    if (options.baseline().isPresent() && options.newBaseline().isPresent()) {
      return new Answer.Unusable<>(
          "expected either %s or %s: a new baseline holds all that is found"
              .formatted(GateOptions.BASELINE, GateOptions.WRITE_BASELINE));
    }
    return options
        .baseline()
        .map(file -> BaselineFile.read(file).map(known -> new Gate(options, known)))
        .orElseGet(() -> new Answer.Given<>(new Gate(options, new Baseline(List.of()))));
  }

  /// The report with what does not count set apart.
  Report judge(Report report) {
    return report.without(finding -> apart(report, finding));
  }

  private Optional<Suppressed.By> apart(Report report, Finding finding) {
    Optional<String> unasked = options.leavesOut(finding.id());
    if (unasked.isPresent()) {
      return unasked.map(Suppressed.Selection::new);
    }
    return options
        .baselineFile()
        .filter(file -> ledger.knows(finding, where(report, finding, file)))
        .map(file -> new Suppressed.Baseline(file.toString()));
  }

  /// Seen from the baseline, so that it holds in another checkout; what is in no file is known by
  /// its URL.
  private static String where(Report report, Finding finding, Path baseline) {
    Path folder = baseline.toAbsolutePath().normalize().getParent();
    return finding.places().stream()
        .findFirst()
        .map(Place::file)
        .map(file -> Path.of(SourceFile.display(file)))
        .map(file -> file.isAbsolute() && folder != null ? folder.relativize(file) : file)
        .map(Path::toString)
        .orElseGet(() -> report.target().toString());
  }

  /// Ends the run: writes the new baseline, if one is wanted.
  int close(List<Report> reports, Environment environment) {
    Optional<Path> file = options.newBaseline();
    if (file.isEmpty()) {
      return reports.stream().anyMatch(this::fails) ? ExitCode.BROKEN : ExitCode.HEALTHY;
    }
    Baseline found = ledger.baseline();
    Optional<String> failure = BaselineFile.write(file.get(), found);
    if (failure.isPresent()) {
      return environment.refuse(failure.get());
    }
    environment.say("wrote %s findings to %s".formatted(found.entries().size(), file.get()));
    return ExitCode.HEALTHY;
  }

  /// What could not be judged is no success: a script that goes on after 0 must not go on then.
  private boolean fails(Report report) {
    boolean unknown = report.verdict() == Verdict.UNKNOWN && report.suppressed().isEmpty();
    return (unknown && options.fails(Severity.ERROR))
        || report.causes().stream().anyMatch(cause -> options.fails(cause.severity()));
  }
}
