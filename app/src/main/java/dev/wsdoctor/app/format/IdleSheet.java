package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Block;
import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.app.format.Sheet.Outcome;
import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.idle.IdleHop;
import dev.wsdoctor.probe.idle.IdleReport;
import java.util.ArrayList;
import java.util.List;

/// `probe URL --idle`: the idle limit of each hop, and what each kind of traffic does to it.
public final class IdleSheet {
  private IdleSheet() {}

  public static Sheet of(IdleReport report) {
    boolean opened = report.hops().getFirst().opened() > 0;
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Sheet.Table(
            "Hops",
            List.of("hop", "connections", "watched", "idle limit", "ended by"),
            report.hops().stream().map(IdleSheet::hop).toList()));
    blocks.add(
        new Sheet.Table(
            "Traffic",
            List.of("hop", "traffic", "limit", "samples", "effect"),
            report.hops().stream().flatMap(hop -> kinds(hop).stream()).toList()));
    blocks.add(new Sheet.Notes("Remarks", report.remarks()));
    return new Sheet(
        "idle",
        report.target().toString(),
        opened ? Sheet.outcome(report.causes()) : Outcome.BAD,
        headline(report),
        blocks,
        report.causes());
  }

  private static String headline(IdleReport report) {
    IdleHop front = report.hops().getFirst();
    if (front.opened() == 0) {
      return "no socket to measure: " + HopWords.of(front.opening());
    }
    if (front.limit().isPresent()) {
      return "a silent socket is ended after " + SheetText.print(front.limit().get());
    }
    return front.droppedAfter().isPresent()
        ? "a socket is dead after a silence of %s, and nobody says so"
            .formatted(SheetText.print(front.droppedAfter().get()))
        : "nothing ended a silent socket within " + SheetText.print(front.watched());
  }

  private static List<Cell> hop(IdleHop hop) {
    return List.of(
        Sheet.words(hop.opening().hop()),
        new Sheet.Count(hop.opened()),
        new Sheet.Time(hop.watched()),
        Sheet.time(hop.limit()),
        Sheet.words(hop.ending().map(Ending::describe).orElse("")));
  }

  private static List<List<Cell>> kinds(IdleHop hop) {
    return hop.kinds().stream()
        .map(
            kind ->
                List.of(
                    Sheet.words(hop.opening().hop()),
                    Sheet.words(kind.traffic().words()),
                    Sheet.time(kind.limit()),
                    new Sheet.Count(kind.samples()),
                    Sheet.words(words(kind.effect()))))
        .toList();
  }

  private static String words(IdleHop.Effect effect) {
    return switch (effect) {
      case IS_THE_LIMIT -> "ends after this time";
      case RESTARTS -> "starts the timer anew";
      case DOES_NOT_COUNT -> "does not prolong it";
      case NO_LIMIT -> "no end seen";
      case NOT_MEASURED -> "not measured";
    };
  }
}
