package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Survey;
import java.util.List;

/// Any format, given results without their secrets, so that none can print one.
final class MaskedFormat implements Format {
  private final Format format;

  MaskedFormat(Format format) {
    this.format = format;
  }

  @Override
  public byte[] report(Report report) {
    return format.report(MaskedReport.of(report));
  }

  @Override
  public byte[] reports(List<Report> reports) {
    return format.reports(reports.stream().map(MaskedReport::of).toList());
  }

  @Override
  public byte[] explanation(Explanation explanation) {
    return format.explanation(MaskedDecision.of(explanation));
  }

  @Override
  public byte[] survey(Survey survey) {
    return format.survey(MaskedDecision.of(survey));
  }
}
