package dev.wsdoctor.finding;

/// How much a finding matters for the tested URL.
public enum Severity {
  /// This request fails.
  ERROR,
  /// It works now and will fail later, or for others.
  WARNING,
  /// No effect, or taste.
  NOTE
}
