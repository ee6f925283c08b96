package dev.wsdoctor.diagnosis;

/// The one word of a report.
public enum Verdict {
  HEALTHY,
  BROKEN,
  AT_RISK,
  UNKNOWN;

  /// As the JSON contract spells it.
  public String label() {
    return switch (this) {
      case HEALTHY -> "healthy";
      case BROKEN -> "broken";
      case AT_RISK -> "at-risk";
      case UNKNOWN -> "unknown";
    };
  }
}
