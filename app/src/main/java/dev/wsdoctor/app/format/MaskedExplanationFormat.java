package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Survey;

/// As [MaskedFormat] for explanations.
record MaskedExplanationFormat(ExplanationFormat format) implements ExplanationFormat {
  @Override
  public byte[] explanation(Explanation explanation) {
    return format.explanation(MaskedDecision.of(explanation));
  }

  @Override
  public byte[] survey(Survey survey) {
    return format.survey(MaskedDecision.of(survey));
  }
}
