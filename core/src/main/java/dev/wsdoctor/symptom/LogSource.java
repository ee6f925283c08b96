package dev.wsdoctor.symptom;

import dev.wsdoctor.log.AccessEntry;
import dev.wsdoctor.log.ErrorLog;
import dev.wsdoctor.log.LineSieve;
import dev.wsdoctor.log.LogCutter;
import dev.wsdoctor.log.LogFormat;
import dev.wsdoctor.log.LogFormats;
import dev.wsdoctor.log.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A log, and what its first lines show it to be. Neither of both: nothing that nginx writes, or
/// empty.
record LogSource(Path path, boolean isErrorLog, List<LogFormat> formats, List<String> remarks) {
  LogSource {
    formats = List.copyOf(formats);
    remarks = List.copyOf(remarks);
  }

  static final String NOT_READ = "not read";

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

  /// Feeds all lines, and returns what has to be said about the reading.
  List<String> read(Consumer<String> lines) {
    return new LogFile(path, Long.MAX_VALUE).read(lines);
  }

  /// Feeds the lines of an access log that may concern a socket, taken apart.
  List<String> readEntries(Consumer<AccessEntry> entries) {
    return new LogFile(path, Long.MAX_VALUE).read(cutter(entries));
  }

  /// Takes the bytes of an access log.
  LogCutter cutter(Consumer<AccessEntry> entries) {
    LogFormats only = LogFormats.only(formats);
    return LineSieve.of(formats, line -> only.parse(line).ifPresent(entries));
  }

  /// What an access log does not tell.
  List<String> lacks() {
    return formats.stream().anyMatch(format -> format.has("request_time"))
        ? List.of()
        : List.of(
            "%s does not tell how long sockets lived: log $request_time (wsdoctor logs --suggest)"
                .formatted(path));
  }

  LogReport.Source shown() {
    try {
      return new LogReport.Source(path.toString(), kind(), Files.size(path));
    } catch (IOException _) {
      return new LogReport.Source(path.toString(), kind(), 0);
    }
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
            : NOT_READ;
  }
}
