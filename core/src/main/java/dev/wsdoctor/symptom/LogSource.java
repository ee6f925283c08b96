package dev.wsdoctor.symptom;

import dev.wsdoctor.log.ErrorLog;
import dev.wsdoctor.log.LogFormat;
import dev.wsdoctor.log.LogFormats;
import dev.wsdoctor.log.LogLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A log, and what its first lines show it to be. Neither of both: nothing that nginx writes, or
/// empty.
record LogSource(Path path, boolean isErrorLog, List<LogFormat> formats, List<String> remarks) {
  private static final long SAMPLE_BYTES = 256 * 1024;
  private static final int SAMPLE_LINES = 500;

  static LogSource of(Path path, LogFormats known) {
    List<String> sample = new ArrayList<>();
    LogLines cutter =
        new LogLines(
            line -> {
              if (sample.size() < SAMPLE_LINES && !line.isBlank()) {
                sample.add(line);
              }
            });
    List<String> remarks = new LogFile(path, SAMPLE_BYTES).readFirst(cutter);
    if (sample.stream().anyMatch(line -> ErrorLog.parse(line).isPresent())) {
      return new LogSource(path, true, List.of(), List.of());
    }
    List<LogFormat> formats = known.fitting(sample);
    return new LogSource(
        path, false, formats, formats.isEmpty() ? unknown(path, sample, remarks) : List.of());
  }

  private static List<String> unknown(Path path, List<String> sample, List<String> remarks) {
    if (sample.isEmpty()) {
      return remarks.isEmpty() ? List.of(path + " is empty") : remarks;
    }
    return List.of(
        ("%s was not read: its lines are neither nginx's error log nor combined, JSON or a log_format of the"
                + " configuration; give the one that it is written in with -c")
            .formatted(path));
  }

  boolean isAccessLog() {
    return !formats.isEmpty();
  }

  /// `access log, format combined`.
  String kind() {
    return isErrorLog
        ? "error log"
        : isAccessLog()
            ? "access log, format "
                + String.join(" and ", formats.stream().map(LogFormat::name).toList())
            : "not read";
  }
}
