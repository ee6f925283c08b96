package dev.wsdoctor.symptom;

import dev.wsdoctor.log.AccessEntry;
import dev.wsdoctor.log.LogFormat;
import dev.wsdoctor.log.LogFormats;
import java.util.List;
import java.util.function.Consumer;

/// A log that can be read more than once, and what its first lines show it to be. Neither of both:
/// nothing that nginx writes, or empty.
sealed interface LogSource permits LogOnDisk, LogInParts {
  String NOT_READ = "not read";

  String name();

  boolean isErrorLog();

  /// Those of an access log; none for anything else.
  List<LogFormat> formats();

  /// What has to be said before it is read.
  List<String> remarks();

  long bytes();

  /// Feeds all lines, and returns what has to be said about the reading. Of an access log only
  /// lines that may concern a socket need to come.
  List<String> read(Consumer<String> lines);

  /// Feeds the lines of an access log that may concern a socket, taken apart.
  default List<String> readEntries(Consumer<AccessEntry> entries) {
    LogFormats only = LogFormats.only(formats());
    return read(line -> only.parse(line).ifPresent(entries));
  }

  /// What an access log does not tell.
  default List<String> lacks() {
    return formats().stream().anyMatch(format -> format.has("request_time"))
        ? List.of()
        : List.of(
            "%s does not tell how long sockets lived: log $request_time (wsdoctor logs --suggest)"
                .formatted(name()));
  }

  default LogReport.Source shown() {
    return new LogReport.Source(name(), kind(), bytes());
  }

  default boolean isAccessLog() {
    return !formats().isEmpty();
  }

  /// `access log, format combined`.
  default String kind() {
    if (isErrorLog()) {
      return "error log";
    }
    return isAccessLog()
        ? "access log, format "
            + String.join(" and ", formats().stream().map(LogFormat::name).toList())
        : NOT_READ;
  }
}
