package dev.wsdoctor.nginx;

/// What nginx writes to its error log while it decides a request, in its words.
public record Remark(Severity severity, String text, LogContext context) {
  /// The level of the line.
  public enum Severity {
    INFO,
    WARN,
    ERROR,
    CRIT,
    ALERT
  }
}
