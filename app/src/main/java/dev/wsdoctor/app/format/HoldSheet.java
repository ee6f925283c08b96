package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.app.format.Sheet.Fact;
import dev.wsdoctor.app.format.Sheet.Outcome;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.hold.HoldReport;
import dev.wsdoctor.probe.hold.HoldReport.Loss;
import java.util.List;

/// `probe URL --hold`: round trips, and every connection that was lost.
public final class HoldSheet {
  private HoldSheet() {}

  public static Sheet of(HoldReport report) {
    boolean complete = report.opened() == report.wanted();
    return new Sheet(
        "hold",
        report.target().toString(),
        complete ? Sheet.outcome(report.causes()) : Outcome.BAD,
        headline(report),
        List.of(
            new Sheet.Facts("Connections", connections(report)),
            new Sheet.Facts("Round trips", roundTrips(report.roundTrips())),
            new Sheet.Table(
                "Losses",
                List.of("connection", "at", "age", "new one opened", "ended by"),
                report.losses().stream().map(HoldSheet::loss).toList()),
            new Sheet.Notes(
                "Refused",
                report.refused().stream().map(HopWords::of).distinct().limit(3).toList())),
        report.causes());
  }

  private static String headline(HoldReport report) {
    if (report.opened() < report.wanted()) {
      return "%d of %d connections did not open"
          .formatted(report.wanted() - report.opened(), report.wanted());
    }
    return "%d connections were held for %s, %d were lost"
        .formatted(report.opened(), SheetText.print(report.held()), report.losses().size());
  }

  private static List<Fact> connections(HoldReport report) {
    return List.of(
        new Fact("wanted", new Sheet.Count(report.wanted())),
        new Fact("opened", new Sheet.Count(report.opened())),
        new Fact("lost", new Sheet.Count(report.losses().size())),
        new Fact("held for", new Sheet.Time(report.held())));
  }

  private static List<Fact> roundTrips(HoldReport.RoundTrips times) {
    return List.of(
        new Fact("pings", new Sheet.Count(times.count())),
        new Fact("least", Sheet.time(times.least())),
        new Fact("median", Sheet.time(times.median())),
        new Fact("p90", Sheet.time(times.p90())),
        new Fact("p99", Sheet.time(times.p99())),
        new Fact("most", Sheet.time(times.most())));
  }

  private static List<Cell> loss(Loss loss) {
    return List.of(
        new Sheet.Count(loss.connection()),
        new Sheet.Time(loss.at()),
        new Sheet.Time(loss.age()),
        new Sheet.Yes(loss.reopened()),
        Sheet.words(loss.how()));
  }
}
