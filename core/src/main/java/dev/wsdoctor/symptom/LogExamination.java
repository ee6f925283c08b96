package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.log.AccessTally;
import dev.wsdoctor.log.Endings;
import dev.wsdoctor.log.ErrorTally;
import dev.wsdoctor.log.LineSieve;
import dev.wsdoctor.log.LogCutter;
import dev.wsdoctor.log.LogFormats;
import dev.wsdoctor.log.LogLines;
import dev.wsdoctor.log.LoggedUrl;
import dev.wsdoctor.log.Refusal;
import dev.wsdoctor.log.SocketTally;
import dev.wsdoctor.rule.IdleLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads error and access logs of any size, and says what became of the sockets in them.
///
/// The error logs come first, for the ends of tunnels by connection; then the access logs, which
/// also show what the paths of sockets are; then the error logs again, for what concerns those
/// paths.
public final class LogExamination {
  private static final int FEW = 3;

  /// What a backend answers to a handshake that has become an ordinary request.
  private static final int BAD_REQUEST = 400;

  private static final int UPGRADE_REQUIRED = 426;

  /// nginx's timers may fire a little early, and its clock is cached.
  private static final double EARLY_SECONDS = 0.35;

  private static final double LATE_SECONDS = 0.5;

  private final Optional<LogSite> site;
  private final List<IdleLimit> limits;
  private final SocketPaths paths;
  private final Endings endings;
  private final SocketTally sockets;
  private final AccessTally accesses;
  private final List<String> remarks = new ArrayList<>();

  private LogExamination(Optional<LogSite> site) {
    this.site = site;
    this.limits = site.map(LogSite::limits).orElse(List.of());
    this.paths = new SocketPaths(site);
    this.endings = new Endings(paths);
    this.sockets = new SocketTally(endings, this::isIdleLimit, paths);
    this.accesses = new AccessTally(all(), formats());
  }

  /// What these files tell; one that cannot be read is named in the remarks.
  public static LogReport of(List<Path> files, Optional<LogSite> site) {
    return new LogExamination(site).read(files);
  }

  private LogFormats formats() {
    return site.map(LogSite::formats).orElseGet(() -> LogFormats.of(List.of())).andMore();
  }

  private LogReport read(List<Path> files) {
    List<LogSource> sources = files.stream().map(path -> LogSource.of(path, formats())).toList();
    sources.forEach(source -> remarks.addAll(source.remarks()));
    List<Path> errorLogs =
        sources.stream().filter(LogSource::isErrorLog).map(LogSource::path).toList();
    errorLogs.forEach(path -> new LogFile(path, Long.MAX_VALUE).read(new LogLines(endings)));
    sources.stream().filter(LogSource::isAccessLog).forEach(this::readAccesses);
    return report(sources, errorLogs);
  }

  private void readAccesses(LogSource source) {
    LogFormats formats = LogFormats.only(source.formats());
    LogCutter cutter =
        LineSieve.of(
            source.formats(),
            line ->
                formats
                    .parse(line)
                    .ifPresent(
                        entry -> {
                          sockets.accept(entry);
                          if (entry.status().orElse(0) == Symptoms.SWITCHING) {
                            accesses.take(entry);
                          }
                        }));
    remarks.addAll(new LogFile(source.path(), Long.MAX_VALUE).read(cutter));
    if (source.formats().stream().noneMatch(format -> format.has("request_time"))) {
      remarks.add(
          "%s does not tell how long sockets lived: log $request_time (wsdoctor logs --suggest)"
              .formatted(source.path()));
    }
  }

  private LogReport report(List<LogSource> sources, List<Path> errorLogs) {
    ErrorTally errors = new ErrorTally(paths.isEmpty() ? all() : ofSockets());
    if (paths.isEmpty() && !errorLogs.isEmpty()) {
      remarks.add(
          "which paths are those of sockets is not known, so that the error lines of all requests count; an access"
              + " log or -c would tell");
    }
    Optional<BlamedLines> blamed = site.map(known -> new BlamedLines(known, paths));
    errorLogs.forEach(path -> readErrors(path, errors, blamed));
    List<Refusal> refusals = byPlace(sockets.refusals(paths));
    tellOfUnnamed();
    List<Finding> causes =
        causes(new LogClues(new LogReading(errors, accesses, List.of()), lifetimes()), refusals)
            .stream()
            .map(cause -> blamed.map(lines -> lines.placed(cause)).orElse(cause))
            .sorted(Finding.BY_WEIGHT)
            .toList();
    return new LogReport(
        sources.stream().map(LogExamination::source).toList(),
        sockets.sockets(),
        sockets.first(),
        sockets.last(),
        new LifetimeBars(sockets.lifetimes(), limits).bars(),
        sockets.endings(),
        refusals,
        causes,
        remarks);
  }

  private void readErrors(Path path, ErrorTally errors, Optional<BlamedLines> blamed) {
    LogLines cutter =
        new LogLines(
            line -> {
              errors.accept(line);
              blamed.ifPresent(lines -> lines.accept(line));
            });
    remarks.addAll(new LogFile(path, Long.MAX_VALUE).read(cutter));
  }

  /// Without a remark nobody would know that they were left out.
  private void tellOfUnnamed() {
    if (sockets.unnamedRefusals() > 0) {
      remarks.add(
          "%d refused requests went to so many different paths that they were not told apart"
              .formatted(sockets.unnamedRefusals()));
    }
  }

  private List<Finding> causes(LogClues logClues, List<Refusal> refusals) {
    remarks.addAll(logClues.remarks());
    List<Clue> clues = new ArrayList<>(logClues.clues());
    Map<Integer, Refusal> byStatus = new TreeMap<>();
    refusals.forEach(refusal -> byStatus.merge(refusal.status(), refusal, Refusal::and));
    byStatus.values().forEach(refusal -> clues.addAll(refused(refusal)));
    return new RisenCauses(Optional.empty(), List.of()).with(clues);
  }

  /// A few refusals among many sockets are somebody's mistake in typing.
  private List<Clue> refused(Refusal refusal) {
    int status = refusal.status();
    if (refusal.count() < FEW && sockets.sockets() > 0) {
      return List.of();
    }
    Evidence seen =
        Evidence.log(
            "the access log has %d refused handshakes with %03d"
                .formatted(refusal.count(), status));
    Optional<Clue> stripped = LogClues.stripped(refusal.stripped(), refusal.count(), status);
    return status == BAD_REQUEST || status == UPGRADE_REQUIRED
        ? stripped
            .map(List::of)
            .orElseGet(() -> new StatusClues(status, Optional.empty(), List.of(), seen).clues())
        : new StatusClues(status, Optional.empty(), List.of(), seen).clues();
  }

  private List<Refusal> byPlace(List<Refusal> refusals) {
    Map<String, Refusal> places = new HashMap<>();
    for (Refusal refusal : refusals) {
      Refusal placed = refusal.at(paths.place(refusal.path()));
      String key = "%d %s %s".formatted(placed.status(), placed.by(), placed.path());
      places.merge(key, placed, Refusal::and);
    }
    return places.values().stream()
        .sorted((one, other) -> Long.compare(other.count(), one.count()))
        .toList();
  }

  private Lifetimes lifetimes() {
    return new Lifetimes(limits);
  }

  private boolean isIdleLimit(double seconds) {
    return limits.stream()
        .map(limit -> limit.value().toMillis() / 1000.0)
        .anyMatch(limit -> seconds >= limit - EARLY_SECONDS && seconds <= limit + LATE_SECONDS);
  }

  /// Whatever a line names.
  private static LoggedUrl all() {
    return new LoggedUrl(Set.of(), Set.of(), Set.of(), 0, _ -> true);
  }

  private LoggedUrl ofSockets() {
    return new LoggedUrl(Set.of(), Set.of(), Set.of(), 0, paths);
  }

  private static LogReport.Source source(LogSource source) {
    try {
      return new LogReport.Source(
          source.path().toString(), source.kind(), Files.size(source.path()));
    } catch (IOException _) {
      return new LogReport.Source(source.path().toString(), source.kind(), 0);
    }
  }
}
