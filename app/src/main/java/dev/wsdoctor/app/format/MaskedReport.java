package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Check;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.probe.Observation;
import java.util.stream.Stream;

/// A report without its secrets.
final class MaskedReport {
  private final Secrets secrets = new Secrets();
  private final MaskedCauses causes;

  private MaskedReport(Report report) {
    secrets.learn(SecretText.in(report.target().requestTarget()));
    report.decision().ifPresent(decision -> MaskedDecision.learn(secrets, decision));
    for (Observation hop : report.hops()) {
      secrets.learn(hop.request().fields());
      hop.response().ifPresent(response -> secrets.learn(response.fields()));
    }
    causes =
        new MaskedCauses(
            secrets,
            Stream.concat(
                    report.causes().stream(), report.suppressed().stream().map(Suppressed::finding))
                .toList());
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
        report.causes().stream().map(causes::cause).toList(),
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
              new Suppressed.Comment(causes.place(place), secrets.text(reason));
          case Suppressed.Baseline _, Suppressed.Selection _ -> suppressed.by();
        };
    return new Suppressed(causes.cause(suppressed.finding()), by);
  }

  private Check check(Check check) {
    return new Check(
        check.name(),
        secrets.field(check.name(), check.found(), false),
        check.where(),
        check.result());
  }
}
