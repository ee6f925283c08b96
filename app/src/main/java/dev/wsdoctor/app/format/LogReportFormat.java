package dev.wsdoctor.app.format;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.log.DebugRecording;
import dev.wsdoctor.symptom.LogReport;
import java.util.List;

/// A way to print what logs tell.
public interface LogReportFormat {
  byte[] logs(LogReport report);

  /// Causes that became known while the logs were written.
  byte[] found(List<Finding> causes);

  /// What was recorded of one connection.
  byte[] recording(DebugRecording recording);
}
