package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Report;
import java.util.List;

/// Any format, given reports without their secrets, so that none can print one.
record MaskedFormat(Format format) implements Format {
  @Override
  public byte[] report(Report report) {
    return format.report(MaskedReport.of(report));
  }

  @Override
  public byte[] reports(List<Report> reports) {
    return format.reports(reports.stream().map(MaskedReport::of).toList());
  }
}
