package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.app.format.Sheet.Fact;
import dev.wsdoctor.app.format.Sheet.Outcome;
import dev.wsdoctor.probe.load.LoadReport;
import dev.wsdoctor.probe.load.LoadReport.Times;
import dev.wsdoctor.probe.load.LoadReport.Trouble;
import java.util.List;
import java.util.Locale;

/// `probe URL --load`: how long answers took, and what went wrong.
public final class LoadSheet {
  private LoadSheet() {}

  public static Sheet of(LoadReport report) {
    boolean complete =
        report.isInterrupted()
            || (report.opened() == report.plan().connections() && report.stopped().isEmpty());
    return new Sheet(
        "load",
        report.target().toString(),
        complete && report.troubles().isEmpty() ? Sheet.outcome(report.causes()) : Outcome.BAD,
        headline(report),
        List.of(
            new Sheet.Facts("Load", load(report)),
            new Sheet.Table(
                "Times",
                List.of("what", "count", "mean", "median", "p90", "p99", "p99.9", "most"),
                List.of(
                    times("opening", report.opening()),
                    times(report.echoed() ? "echo" : "pong", report.answers()))),
            new Sheet.Table(
                "Errors",
                List.of("when", "count", "what"),
                report.troubles().stream().map(LoadSheet::trouble).toList()),
            new Sheet.Notes(
                "Remarks",
                List.of(
                    "a message's time counts from when it was due, so that a stall counts for all that it delays"))),
        report.causes());
  }

  private static String headline(LoadReport report) {
    String early = report.stopped().map(why -> "; stopped early: " + why).orElse("");
    return "%d of %d connections opened, %d of %d messages were answered%s"
        .formatted(
            report.opened(), report.plan().connections(), report.answered(), report.due(), early);
  }

  private static List<Fact> load(LoadReport report) {
    return List.of(
        new Fact("connections", new Sheet.Count(report.plan().connections())),
        new Fact("opened a second", new Sheet.Count(report.plan().connectRate())),
        new Fact("messages a second", new Sheet.Count(report.plan().messageRate())),
        new Fact("bytes a message", new Sheet.Count(report.plan().messageBytes())),
        new Fact("opened", new Sheet.Count(report.opened())),
        new Fact("due", new Sheet.Count(report.due())),
        new Fact("sent", new Sheet.Count(report.sent())),
        new Fact("answered", new Sheet.Count(report.answered())),
        new Fact("lasted", new Sheet.Time(report.lasted())));
  }

  private static List<Cell> times(String what, Times times) {
    return List.of(
        Sheet.words(what),
        new Sheet.Count(times.count()),
        new Sheet.Time(times.mean()),
        new Sheet.Time(times.median()),
        new Sheet.Time(times.p90()),
        new Sheet.Time(times.p99()),
        new Sheet.Time(times.p999()),
        new Sheet.Time(times.most()));
  }

  private static List<Cell> trouble(Trouble trouble) {
    return List.of(
        Sheet.words(trouble.kind().name().toLowerCase(Locale.ROOT)),
        new Sheet.Count(trouble.count()),
        Sheet.words(trouble.what()));
  }
}
