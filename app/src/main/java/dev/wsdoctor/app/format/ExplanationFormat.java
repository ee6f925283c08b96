package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Survey;

/// A way to print what nginx does, where nothing is judged: the formats for findings have no place
/// for that.
public interface ExplanationFormat {
  byte[] explanation(Explanation explanation);

  byte[] survey(Survey survey);
}
