package dev.wsdoctor.app.format;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.log.RecordedSocket;
import dev.wsdoctor.log.DebugRecording;
import dev.wsdoctor.log.Refusal;
import dev.wsdoctor.symptom.LogReport;
import java.util.List;

/// As [MaskedFormat] for what logs tell: paths, and the sentences of nginx that are quoted.
record MaskedLogFormat(LogReportFormat format) implements LogReportFormat {
  @Override
  public byte[] logs(LogReport report) {
    return format.logs(masked(report));
  }

  @Override
  public byte[] found(List<Finding> causes) {
    MaskedCauses masked = new MaskedCauses(new Secrets(), causes);
    return format.found(causes.stream().map(masked::cause).toList());
  }

  @Override
  public byte[] recording(DebugRecording recording) {
    return format.recording(MaskedDebugRecording.of(recording));
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
        report.recorded().stream().map(socket -> masked(socket, secrets)).toList(),
        report.causes().stream().map(causes::cause).toList(),
        report.remarks().stream().map(secrets::text).toList());
  }

  private static Refusal masked(Refusal refusal, Secrets secrets) {
    return refusal.at(secrets.text(refusal.path()));
  }

  private static RecordedSocket masked(RecordedSocket socket, Secrets secrets) {
    return new RecordedSocket(
        socket.connection(),
        socket.time(),
        secrets.text(socket.path()),
        socket.status(),
        socket.tunnel(),
        socket.end());
  }
}
