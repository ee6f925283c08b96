package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.diagnosis.Check;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.probe.Observation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// A report without its secrets.
final class MaskedReport {
  private final Secrets secrets = new Secrets();
  private final Map<SourceFile, ShownLines> shown = new LinkedHashMap<>();
  private final Map<SourceFile, SourceFile> covered = new HashMap<>();

  private MaskedReport(Report report) {
    secrets.learn(SecretText.in(report.target().requestTarget()));
    report.decision().ifPresent(decision -> MaskedDecision.learn(secrets, decision));
    for (Observation hop : report.hops()) {
      secrets.learn(hop.request().fields());
      hop.response().ifPresent(response -> secrets.learn(response.fields()));
    }
    Stream.concat(report.causes().stream(), report.suppressed().stream().map(Suppressed::finding))
        .flatMap(cause -> cause.fix().stream())
        .flatMap(fix -> fix.edits().stream())
        .forEach(edit -> shown.computeIfAbsent(edit.range().file(), ShownLines::new).add(edit));
    shown.values().forEach(lines -> lines.learn(secrets));
  }

  static Report of(Report report) {
    return new MaskedReport(report).masked(report);
  }

  private Report masked(Report report) {
    MaskedDecision decisions = new MaskedDecision(secrets);
    return new Report(
        decisions.target(report.target()),
        report.configFile(),
        report.nginxVersion(),
        report.nginxVersionSource(),
        report.verdict(),
        secrets.text(report.headline()),
        report.causes().stream().map(this::cause).toList(),
        report.decision().map(decisions::decision),
        report.hops().stream().map(new MaskedHop(secrets)::hop).toList(),
        report.checklist().stream().map(this::check).toList(),
        report.remarks().stream().map(secrets::text).toList(),
        report.suppressed().stream().map(this::suppressed).toList(),
        report.failureSeen(),
        report.measurements());
  }

  private Suppressed suppressed(Suppressed suppressed) {
    Suppressed.By by =
        switch (suppressed.by()) {
          case Suppressed.Comment(Place place, String reason) ->
              new Suppressed.Comment(place(place), secrets.text(reason));
          case Suppressed.Baseline _, Suppressed.Selection _ -> suppressed.by();
        };
    return new Suppressed(cause(suppressed.finding()), by);
  }

  private Finding cause(Finding cause) {
    return new Finding(
        cause.id(),
        cause.severity(),
        cause.confidence(),
        secrets.text(cause.summary()),
        secrets.text(cause.why()),
        cause.places().stream().map(this::place).toList(),
        cause.evidence().stream().map(this::evidence).toList(),
        cause.fix().map(this::fix));
  }

  private Place place(Place place) {
    return new Place(
        place.file(),
        place.line(),
        place.column(),
        secrets.text(place.text()),
        place.blocks().stream().map(secrets::text).toList());
  }

  private Evidence evidence(Evidence evidence) {
    return new Evidence(evidence.kind(), secrets.text(evidence.text()));
  }

  private Fix fix(Fix fix) {
    return new Fix(
        fix.safety(), secrets.text(fix.advice()), fix.edits().stream().map(this::edit).toList());
  }

  private Edit edit(Edit edit) {
    SourceRange range = edit.range();
    return new Edit(
        new SourceRange(covered(range.file()), range.start(), range.end()),
        secrets.text(edit.replacement()));
  }

  private SourceFile covered(SourceFile file) {
    return covered.computeIfAbsent(
        file, f -> SourceFile.ofText(f.name(), shownOf(f).covered(secrets)));
  }

  private ShownLines shownOf(SourceFile file) {
    return shown.computeIfAbsent(file, ShownLines::new);
  }

  private Check check(Check check) {
    return new Check(
        check.name(),
        secrets.field(check.name(), check.found(), false),
        check.where(),
        check.result());
  }
}
