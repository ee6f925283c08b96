package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Block;
import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.app.format.Sheet.Fact;
import dev.wsdoctor.app.format.Sheet.Outcome;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.TlsReport;
import java.util.ArrayList;
import java.util.List;

/// `probe URL --tls`: the session, the chain, and what other offers change.
public final class TlsSheet {
  private TlsSheet() {}

  public static Sheet of(TlsReport report) {
    Observation handshake = report.handshake();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Sheet.Facts("Session", session(report)));
    blocks.add(
        new Sheet.Table(
            "Certificates",
            List.of("subject", "issuer", "from", "until", "key", "signature", "names"),
            report.chain().stream().map(TlsSheet::certificate).toList()));
    blocks.add(
        new Sheet.Table(
            "Other offers",
            List.of("offer", "outcome"),
            report.attempts().stream()
                .map(one -> List.of(Sheet.words(one.what()), Sheet.words(one.outcome())))
                .toList()));
    blocks.add(new Sheet.Notes("Remarks", report.remarks()));
    return new Sheet(
        "tls",
        report.target().toString(),
        handshake.session().isPresent() ? Sheet.outcome(report.causes()) : Outcome.BAD,
        headline(report),
        blocks,
        report.causes());
  }

  private static String headline(TlsReport report) {
    if (report.handshake().session().isEmpty()) {
      return "no TLS: " + HopWords.of(report.handshake());
    }
    return report.causes().isEmpty()
        ? "a browser accepts this certificate"
        : "a browser refuses this certificate, and shows 1006 only";
  }

  private static List<Fact> session(TlsReport report) {
    List<Fact> facts = new ArrayList<>();
    report
        .handshake()
        .session()
        .ifPresent(
            tls -> {
              facts.add(Sheet.fact("protocol", tls.protocol()));
              facts.add(Sheet.fact("cipher suite", tls.cipherSuite()));
              facts.add(Sheet.fact("alpn", tls.alpn()));
            });
    facts.add(new Fact("ocsp stapled", new Sheet.Yes(report.stapled())));
    facts.add(Sheet.fact("handshake", HopWords.of(report.handshake())));
    return facts;
  }

  private static List<Cell> certificate(TlsReport.Certificate one) {
    return List.of(
        Sheet.words(one.subject()),
        Sheet.words(one.issuer()),
        Sheet.words(one.from().toString()),
        Sheet.words(one.until().toString()),
        Sheet.words(one.key()),
        Sheet.words(one.signature()),
        Sheet.words(String.join(", ", one.names())));
  }
}
