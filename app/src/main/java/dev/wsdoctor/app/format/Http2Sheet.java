package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.app.format.Sheet.Fact;
import dev.wsdoctor.app.format.Sheet.Outcome;
import dev.wsdoctor.probe.Http2Report;
import java.util.ArrayList;
import java.util.List;

/// `probe URL --http2`: what the hop offers there, and what a browser does.
public final class Http2Sheet {
  private Http2Sheet() {}

  public static Sheet of(Http2Report report) {
    boolean reached =
        report.speaksHttp2() || !report.alpn().isEmpty() || report.failure().isEmpty();
    return new Sheet(
        "http2",
        report.target().toString(),
        reached || !report.target().tls() ? Sheet.outcome(report.causes()) : Outcome.BAD,
        headline(report),
        List.of(
            new Sheet.Facts("Result", facts(report)),
            new Sheet.Table(
                "Settings",
                List.of("id", "name", "value"),
                report.settings().stream().map(Http2Sheet::row).toList()),
            new Sheet.Notes("Remarks", report.remarks())),
        report.causes());
  }

  private static String headline(Http2Report report) {
    if (!report.speaksHttp2()) {
      return report.failure().isEmpty() ? "no HTTP/2 here" : "no HTTP/2 here: " + report.failure();
    }
    return report.offersConnectProtocol()
        ? "HTTP/2, and WebSockets over it are offered"
        : "HTTP/2, and no WebSockets over it";
  }

  private static List<Fact> facts(Http2Report report) {
    List<Fact> facts = new ArrayList<>();
    facts.add(Sheet.fact("alpn", report.alpn()));
    facts.add(new Fact("speaks http2", new Sheet.Yes(report.speaksHttp2())));
    facts.add(new Fact("offers connect protocol", new Sheet.Yes(report.offersConnectProtocol())));
    facts.add(
        new Fact(
            "extended connect status",
            report.extended().<Cell>map(Sheet.Count::new).orElseGet(Sheet.Nothing::new)));
    facts.add(Sheet.fact("failure", report.failure()));
    return facts;
  }

  private static List<Cell> row(Http2Report.Setting one) {
    return List.of(
        new Sheet.Count(one.id()), Sheet.words(one.name()), new Sheet.Count(one.value()));
  }
}
