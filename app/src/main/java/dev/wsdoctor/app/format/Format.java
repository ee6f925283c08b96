package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Survey;

/// A way to print results. It yields bytes, because lines of configuration files come out as they
/// are, whatever their encoding.
public interface Format {
  byte[] report(Report report);

  byte[] explanation(Explanation explanation);

  byte[] survey(Survey survey);
}
