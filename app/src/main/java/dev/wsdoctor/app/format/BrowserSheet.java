package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Block;
import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.app.format.Sheet.Fact;
import dev.wsdoctor.app.format.Sheet.Outcome;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.browser.BrowserReport;
import dev.wsdoctor.probe.browser.BrowserSight;
import dev.wsdoctor.probe.browser.BrowserSight.End;
import dev.wsdoctor.probe.browser.BrowserSight.SeenFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `probe URL --browser`: what a browser saw, and a handshake of ours beside it.
public final class BrowserSheet {
  private BrowserSheet() {}

  public static Sheet of(BrowserReport report) {
    BrowserSight sight = report.sight();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Sheet.Facts("Page", page(sight)));
    blocks.add(new Sheet.Notes("Page redirects", sight.redirects()));
    blocks.add(new Sheet.Raw("Request", sight.request()));
    blocks.add(new Sheet.Raw("Answer", sight.answer()));
    blocks.add(new Sheet.Facts("Socket", socket(report)));
    blocks.add(
        new Sheet.Table(
            "Frames",
            List.of("from", "opcode", "payload"),
            sight.frames().stream().map(BrowserSheet::frame).toList()));
    blocks.add(new Sheet.Notes("Console", sight.console()));
    blocks.add(
        new Sheet.Table(
            "Handshakes without a browser",
            List.of("handshake", "result"),
            List.of(
                row("with the same Origin", report.same()),
                row("without Origin", report.without()))));
    blocks.add(new Sheet.Raw("Answer without a browser", report.same().head()));
    return new Sheet(
        "browser",
        report.target().toString(),
        sight.held() ? Sheet.outcome(report.causes()) : Outcome.BAD,
        headline(sight),
        blocks,
        report.causes());
  }

  private static String headline(BrowserSight sight) {
    if (sight.held()) {
      return "the browser opens the socket from %s, and nobody ends it".formatted(sight.origin());
    }
    return sight.opened().isPresent()
        ? "the browser opens the socket, and it is ended right away"
        : "the browser does not open the socket";
  }

  private static List<Fact> page(BrowserSight sight) {
    return List.of(
        Sheet.fact("browser", sight.browser()),
        Sheet.fact("page", sight.page()),
        Sheet.fact("origin", sight.origin()),
        new Fact("loaded", new Sheet.Yes(!sight.blank())),
        Sheet.fact(
            "trouble",
            sight.blank()
                ? sight.pageTrouble() + "; an empty page of the same origin stood in for it"
                : ""));
  }

  private static List<Fact> socket(BrowserReport report) {
    BrowserSight sight = report.sight();
    Optional<End> end = sight.end();
    return List.of(
        new Fact(
            "status", sight.status() == 0 ? new Sheet.Nothing() : new Sheet.Count(sight.status())),
        Sheet.fact("error", sight.error()),
        Sheet.fact("certificate", certificate(report)),
        new Fact("mixed content", new Sheet.Yes(sight.error().contains("insecure WebSocket"))),
        Sheet.fact("refused by policy", sight.policy()),
        new Fact("opened after", Sheet.time(sight.opened())),
        new Fact("first message after", Sheet.time(sight.firstMessage())),
        new Fact("ended after", Sheet.time(end.map(End::after))),
        new Fact(
            "close code",
            end.<Cell>map(one -> new Sheet.Count(one.code())).orElseGet(Sheet.Nothing::new)),
        Sheet.fact("close reason", end.map(End::reason).orElse("")),
        new Fact(
            "closed by",
            Sheet.words(end.map(one -> one.own() ? "this probe" : "the other side").orElse(""))));
  }

  private static String certificate(BrowserReport report) {
    BrowserSight sight = report.sight();
    if (!report.target().tls()) {
      return "";
    }
    int at = sight.error().indexOf("net::ERR_CERT");
    if (at >= 0) {
      return "refused: " + sight.error().substring(at);
    }
    return sight.opened().isPresent() || sight.error().contains("response code") ? "accepted" : "";
  }

  private static List<Cell> frame(SeenFrame frame) {
    return List.of(
        Sheet.words(frame.sent() ? "browser" : "server"),
        new Sheet.Count(frame.opcode()),
        Sheet.words(frame.payload()));
  }

  private static List<Cell> row(String what, Observation seen) {
    return List.of(Sheet.words(what), Sheet.words(HopWords.of(seen)));
  }
}
