package dev.wsdoctor.symptom;

import dev.wsdoctor.log.DebugRecording;
import dev.wsdoctor.log.ErrorTally;
import dev.wsdoctor.log.Recordings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads error and access logs of any size, and says what became of the sockets in them.
///
/// The error logs come first, for the ends of tunnels by connection; then the access logs, which
/// also show what the paths of sockets are; then the error logs again, for what concerns those
/// paths.
public final class LogExamination {
  private final LogSums sums;
  private final List<String> remarks = new ArrayList<>();

  private LogExamination(Optional<LogSite> site) {
    this.sums = new LogSums(site);
  }

  /// What these files tell; one that cannot be read is named in the remarks.
  public static LogReport of(List<Path> files, Optional<LogSite> site) {
    return ofSources(
        files.stream().map(path -> LogOnDisk.of(path, LogSite.formats(site))).toList(), site);
  }

  static LogReport ofSources(List<? extends LogSource> sources, Optional<LogSite> site) {
    return new LogExamination(site).read(sources);
  }

  /// What error logs at level debug tell of one connection.
  public static Optional<DebugRecording> recording(
      List<Path> files, Optional<LogSite> site, long connection) {
    Recordings recordings = Recordings.of(connection);
    files.stream()
        .map(path -> LogOnDisk.of(path, LogSite.formats(site)))
        .filter(LogOnDisk::isErrorLog)
        .forEach(log -> log.read(recordings));
    return recordings.found();
  }

  private LogReport read(List<? extends LogSource> sources) {
    sources.forEach(source -> remarks.addAll(source.remarks()));
    List<? extends LogSource> errorLogs = sources.stream().filter(LogSource::isErrorLog).toList();
    errorLogs.forEach(log -> log.read(sums::end));
    sources.stream().filter(LogSource::isAccessLog).forEach(this::readAccesses);
    ErrorTally errors = LogSums.errors(sums.paths().isEmpty() ? _ -> true : sums.paths());
    if (sums.paths().isEmpty() && !errorLogs.isEmpty()) {
      remarks.add(
          "which paths are those of sockets is not known, so that the error lines of all requests count; an access"
              + " log or -c would tell");
    }
    errorLogs.forEach(log -> readErrors(log, errors));
    return sums.report(sources.stream().map(LogSource::shown).toList(), errors, remarks);
  }

  private void readAccesses(LogSource source) {
    remarks.addAll(source.readEntries(sums::access));
    remarks.addAll(source.lacks());
  }

  private void readErrors(LogSource log, ErrorTally errors) {
    remarks.addAll(
        log.read(
            line -> {
              errors.accept(line);
              sums.blame(line);
            }));
  }
}
