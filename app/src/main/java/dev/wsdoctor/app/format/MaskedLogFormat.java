package dev.wsdoctor.app.format;

import dev.wsdoctor.log.Refusal;
import dev.wsdoctor.symptom.LogReport;

/// As [MaskedFormat] for what logs tell: paths, and the sentences of nginx that are quoted.
record MaskedLogFormat(LogReportFormat format) implements LogReportFormat {
  @Override
  public byte[] logs(LogReport report) {
    return format.logs(masked(report));
  }

  private static LogReport masked(LogReport report) {
    Secrets secrets = new Secrets();
    report.refusals().forEach(refusal -> secrets.learn(SecretText.in(refusal.path())));
    MaskedCauses causes = new MaskedCauses(secrets, report.causes());
    return new LogReport(
        report.sources(),
        report.sockets(),
        report.first(),
        report.last(),
        report.lifetimes(),
        report.endings(),
        report.refusals().stream().map(refusal -> masked(refusal, secrets)).toList(),
        report.causes().stream().map(causes::cause).toList(),
        report.remarks().stream().map(secrets::text).toList());
  }

  private static Refusal masked(Refusal refusal, Secrets secrets) {
    return refusal.at(secrets.text(refusal.path()));
  }
}
