package dev.wsdoctor.app.format;

import dev.wsdoctor.symptom.LogReport;

/// A way to print what logs tell.
public interface LogReportFormat {
  byte[] logs(LogReport report);
}
