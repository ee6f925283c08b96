package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.log.ErrorEntry;
import dev.wsdoctor.log.ErrorLog;
import dev.wsdoctor.log.ErrorTally;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads logs while nginx writes them: each look at the files may add causes to those that are
/// known. Memory does not grow with the logs, or with time.
public final class LogWatch implements AutoCloseable {
  /// Error lines of requests to paths of which no socket is known yet; the newest are kept.
  private static final int MOST_WAITING = 1_000;

  private final LogSums sums;
  private final ErrorTally errors;
  private final List<FollowedLog> logs;
  private final Deque<String> waiting = new ArrayDeque<>();
  private final Set<String> named = new HashSet<>();

  public LogWatch(List<Path> files, Optional<LogSite> site) {
    this.sums = new LogSums(site);
    this.errors = LogSums.errors(_ -> true);
    this.logs =
        files.stream()
            .map(path -> new FollowedLog(path, LogSite.formats(site), this::error, sums::access))
            .toList();
  }

  /// Reads what is new, and returns the causes that were not known before.
  ///
  /// nginx writes the error line of a tunnel's end before the access line. How far the access logs
  /// go is therefore asked first, and the error logs are read before them.
  public List<Finding> look() {
    logs.forEach(FollowedLog::measure);
    boolean isNews = false;
    for (boolean errorLogs : new boolean[] {true, false}) {
      for (FollowedLog log : logs) {
        isNews |= log.isErrorLog() == errorLogs && log.read();
      }
    }
    if (!isNews) {
      return List.of();
    }
    countWaiting();
    return sums.causes(errors).stream().filter(cause -> named.add(cause.id())).toList();
  }

  /// Whether any of the files is a log that can be read.
  public boolean hasLogs() {
    return logs.stream().anyMatch(FollowedLog::isKnown);
  }

  /// All that was seen.
  public LogReport report() {
    List<String> remarks =
        logs.stream().flatMap(log -> Stream.concat(log.remarks(), log.lacks())).toList();
    if (sums.paths().isEmpty()) {
      waiting.forEach(errors::accept);
    }
    return sums.report(logs.stream().map(FollowedLog::shown).toList(), errors, remarks);
  }

  private void error(String line) {
    sums.end(line);
    Optional<ErrorEntry> entry = ErrorLog.parse(line);
    if (entry.isEmpty()) {
      return;
    }
    if (entry.get().request().isEmpty() || entry.get().path().filter(sums.paths()).isPresent()) {
      count(line);
      return;
    }
    waiting.addLast(line);
    if (waiting.size() > MOST_WAITING) {
      waiting.removeFirst();
    }
  }

  private void countWaiting() {
    waiting.removeIf(
        line -> {
          boolean concerns =
              ErrorLog.parse(line).flatMap(ErrorEntry::path).filter(sums.paths()).isPresent();
          if (concerns) {
            count(line);
          }
          return concerns;
        });
  }

  private void count(String line) {
    errors.accept(line);
    sums.blame(line);
  }

  @Override
  public void close() {
    logs.forEach(FollowedLog::close);
  }
}
