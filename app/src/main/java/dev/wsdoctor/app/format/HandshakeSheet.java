package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Block;
import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.app.format.Sheet.Fact;
import dev.wsdoctor.app.format.Sheet.Outcome;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.probe.FieldDifference;
import dev.wsdoctor.probe.HandshakeReport;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `probe URL`: every byte of the handshake, its phases, and both hops side by side.
public final class HandshakeSheet {
  private HandshakeSheet() {}

  public static Sheet of(HandshakeReport report) {
    Observation through = report.through();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Sheet.Raw("Request", request(through.request())));
    blocks.add(new Sheet.Raw("Answer", through.head()));
    blocks.add(new Sheet.Raw("Body", through.body()));
    blocks.add(new Sheet.Facts("Result", result(through)));
    blocks.add(hops(report));
    blocks.add(phases(report));
    blocks.add(attempts(through));
    blocks.add(
        new Sheet.Table(
            "Header differences",
            List.of("field", through.hop(), report.direct().map(Observation::hop).orElse("direct")),
            report.differences().stream().map(HandshakeSheet::difference).toList()));
    blocks.add(new Sheet.Notes("Violations", through.violations()));
    blocks.add(new Sheet.Notes("Remarks", report.remarks()));
    boolean opened = through.opened();
    Outcome byCauses = Sheet.outcome(report.causes());
    return new Sheet(
        "handshake",
        report.target().toString(),
        opened ? byCauses : Outcome.BAD,
        opened ? "the socket opens: " + HopWords.of(through) : "no socket: " + HopWords.of(through),
        blocks,
        report.causes());
  }

  private static String request(Request request) {
    StringBuilder out = new StringBuilder(request.line()).append("\r\n");
    for (Field field : request.fields()) {
      out.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return out.append("\r\n").toString();
  }

  private static List<Fact> result(Observation seen) {
    List<Fact> facts = new ArrayList<>();
    facts.add(Sheet.fact("address", seen.address()));
    facts.add(
        Sheet.fact(
            "accept",
            field(seen, "Sec-WebSocket-Accept")
                .map(value -> seen.opened() ? value + " (right)" : value)
                .orElse("")));
    facts.add(Sheet.fact("subprotocol", field(seen, "Sec-WebSocket-Protocol").orElse("")));
    facts.add(Sheet.fact("extensions", field(seen, "Sec-WebSocket-Extensions").orElse("")));
    facts.add(new Fact("ping", Sheet.time(seen.pong())));
    facts.add(new Fact("echo", Sheet.time(seen.echo())));
    seen.session()
        .ifPresent(tls -> facts.add(Sheet.fact("tls", tls.protocol() + ", " + tls.cipherSuite())));
    return facts;
  }

  private static Optional<String> field(Observation seen, String name) {
    return seen.response().flatMap(response -> response.fields().first(name));
  }

  private static Block hops(HandshakeReport report) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(hop(report.through()));
    report.direct().ifPresent(direct -> rows.add(hop(direct)));
    return new Sheet.Table("Hops", List.of("hop", "address", "result"), rows);
  }

  private static List<Cell> hop(Observation seen) {
    return List.of(
        Sheet.words(seen.hop()), Sheet.words(seen.address()), Sheet.words(HopWords.of(seen)));
  }

  private static Block phases(HandshakeReport report) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.addAll(phases(report.through()));
    report.direct().ifPresent(direct -> rows.addAll(phases(direct)));
    return new Sheet.Table("Phases", List.of("hop", "phase", "took"), rows);
  }

  private static List<List<Cell>> phases(Observation seen) {
    return seen.timings().stream()
        .map(
            timing ->
                List.<Cell>of(
                    Sheet.words(seen.hop()),
                    Sheet.words(timing.phase()),
                    new Sheet.Time(timing.took())))
        .toList();
  }

  private static Block attempts(Observation seen) {
    return new Sheet.Table(
        "Addresses tried",
        List.of("address", "result"),
        seen.attempts().stream()
            .map(
                one ->
                    List.<Cell>of(
                        Sheet.words(one.address()),
                        Sheet.words(one.failure().isEmpty() ? "connected" : one.failure())))
            .toList());
  }

  private static List<Cell> difference(FieldDifference one) {
    return List.of(Sheet.words(one.name()), Sheet.words(one.through()), Sheet.words(one.direct()));
  }
}
