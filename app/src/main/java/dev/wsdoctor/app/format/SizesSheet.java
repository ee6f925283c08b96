package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.app.format.Sheet.Outcome;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.sizes.SizesReport;
import dev.wsdoctor.probe.sizes.SizesReport.Series;
import java.util.List;

/// `probe URL --sizes`: what passes, what does not, and how that ended.
public final class SizesSheet {
  private SizesSheet() {}

  public static Sheet of(SizesReport report) {
    Observation front = report.openings().getFirst();
    return new Sheet(
        "sizes",
        report.target().toString(),
        front.opened() ? Sheet.outcome(report.causes()) : Outcome.BAD,
        headline(report, front),
        List.of(
            new Sheet.Table(
                "Sizes",
                List.of("hop", "message", "passed", "took", "failed", "ending"),
                report.series().stream().map(SizesSheet::row).toList()),
            new Sheet.Notes("Remarks", report.remarks())),
        report.causes());
  }

  private static String headline(SizesReport report, Observation front) {
    if (!front.opened()) {
      return "no socket to send anything over: " + HopWords.of(front);
    }
    List<Series> through =
        report.series().stream().filter(one -> one.hop().equals(front.hop())).toList();
    if (through.isEmpty()) {
      return "stopped before anything was measured";
    }
    if (through.stream().allMatch(one -> one.passed() == 0)) {
      return "nothing was measured: already the smallest message fails";
    }
    long passed = through.stream().mapToLong(Series::passed).min().getAsLong();
    if (!report.causes().isEmpty()) {
      return "messages of more than %d bytes do not pass".formatted(passed);
    }
    return report.stopped()
        ? "messages of up to %d bytes pass in every shape that was tried before it was stopped"
            .formatted(passed)
        : "messages of up to %d bytes pass in every shape".formatted(passed);
  }

  private static List<Cell> row(Series one) {
    return List.of(
        Sheet.words(one.hop()),
        Sheet.words(one.shape().words()),
        new Sheet.Count(one.passed()),
        Sheet.time(one.slowest()),
        one.failed().<Cell>map(Sheet.Count::new).orElseGet(Sheet.Nothing::new),
        Sheet.words(one.failure().map(SizesSheet::words).orElse("")));
  }

  private static String words(SizesReport.Outcome outcome) {
    return switch (outcome) {
      case SizesReport.Outcome.Passed _ -> "passed";
      case SizesReport.Outcome.Ended(String how, boolean _) -> how;
      case SizesReport.Outcome.Silent(var waited) -> "silence for " + SheetText.print(waited);
      case SizesReport.Outcome.NotOpened(String why) -> "not opened: " + why;
    };
  }
}
