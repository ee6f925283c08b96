package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.app.format.Sheet.Outcome;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.security.SecurityReport;
import dev.wsdoctor.probe.security.SecurityReport.Trial;
import java.util.List;

/// `probe URL --security`: what the hop made of each odd handshake.
public final class SecuritySheet {
  private SecuritySheet() {}

  public static Sheet of(SecurityReport report) {
    boolean opened = report.usual().opened();
    return new Sheet(
        "security",
        report.target().toString(),
        opened ? Sheet.outcome(report.causes()) : Outcome.BAD,
        headline(report),
        List.of(
            new Sheet.Table(
                "Handshakes",
                List.of("verdict", "answer", "handshake"),
                report.trials().stream().map(SecuritySheet::row).toList()),
            new Sheet.Notes(
                "Remarks",
                List.of(
                    "read-only: no frame was sent, and every connection was closed at once",
                    "an ordinary handshake: " + HopWords.of(report.usual())))),
        report.causes());
  }

  private static String headline(SecurityReport report) {
    if (!report.usual().opened()) {
      return "no socket opens here, so nothing can be said about odd ones";
    }
    return report.causes().isEmpty()
        ? "odd handshakes are refused"
        : "handshakes open that a careful server refuses";
  }

  private static List<Cell> row(Trial trial) {
    return List.of(
        Sheet.words(word(trial.verdict())),
        Sheet.words(HopWords.of(trial.seen())),
        Sheet.words(trial.what() + " (expected " + trial.expected() + ")"));
  }

  private static String word(SecurityReport.Verdict verdict) {
    return switch (verdict) {
      case GOOD -> "ok";
      case BAD -> "open";
      case LENIENT -> "lenient";
      case UNKNOWN -> "unknown";
    };
  }
}
