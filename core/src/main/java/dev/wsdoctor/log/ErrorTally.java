package dev.wsdoctor.log;

import dev.wsdoctor.finding.Severity;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Counts the lines of error logs that concern one URL, by what they tell. Its memory does not grow
/// with the log.
public final class ErrorTally implements Consumer<String> {
  private static final int MOST_WORKERS = 10_000;

  private final LoggedUrl url;
  private final Map<LogSignature, Sighting> own = new LinkedHashMap<>();
  private final Map<LogSignature, Sighting> ofUpstream = new LinkedHashMap<>();
  private final Set<Long> leavingWorkers = new HashSet<>();
  private long lines;
  private long entries;
  private long reloads;
  private String lastReload = "";

  public ErrorTally(LoggedUrl url) {
    this.url = url;
  }

  @Override
  public void accept(String line) {
    lines += line.isEmpty() ? 0 : 1;
    ErrorLog.parse(line)
        .ifPresent(
            entry -> {
              entries++;
              LoggedUrl.Relation relation = url.relation(entry);
              if (relation != LoggedUrl.Relation.OTHER) {
                count(entry, relation);
              }
            });
  }

  /// A line that a person has picked concerns the URL, whatever it names.
  public void acceptPasted(String line) {
    lines++;
    entries++;
    count(ErrorLog.pasted(line), LoggedUrl.Relation.REQUEST);
  }

  private void count(ErrorEntry entry, LoggedUrl.Relation relation) {
    if (entry.isAt(Level.DEBUG)) {
      return;
    }
    if (entry.isAt(Level.NOTICE)) {
      follow(entry);
      return;
    }
    LogSignatures.of(entry)
        .filter(signature -> counts(signature.scope(), relation))
        .filter(signature -> !isBeside(entry, signature))
        .ifPresent(
            signature ->
                (relation == LoggedUrl.Relation.UPSTREAM ? ofUpstream : own)
                    .merge(
                        signature,
                        new Sighting(signature, 1, entry),
                        (before, _) -> before.again(entry)));
  }

  /// The upstream of a subrequest is that of auth_request or mirror, not the socket's; what becomes
  /// of the request has a line of its own.
  public static boolean isBeside(ErrorEntry entry, LogSignature signature) {
    return entry.subrequest().isPresent() && signature.scope() == LogSignature.Scope.UPSTREAM;
  }

  private static boolean counts(LogSignature.Scope scope, LoggedUrl.Relation relation) {
    return switch (scope) {
      case PROCESS -> true;
      case UPSTREAM -> true;
      case REQUEST -> relation == LoggedUrl.Relation.REQUEST;
    };
  }

  /// Generations of workers (`ngx_worker_process_cycle`, `ngx_signal_handler`).
  private void follow(ErrorEntry entry) {
    String message = entry.message();
    if (message.equals("reconfiguring")) {
      reloads++;
      lastReload = entry.time();
    } else if (message.equals("gracefully shutting down") && leavingWorkers.size() < MOST_WORKERS) {
      leavingWorkers.add(entry.pid());
    } else if (message.equals("exit")) {
      leavingWorkers.remove(entry.pid());
    }
  }

  /// What was seen, the most frequent first. Other requests to the same upstream count only where
  /// the URL's own lines show no error: they may go through another location.
  public List<Sighting> sightings() {
    Stream<Sighting> others = ownErrors() ? Stream.of() : ofUpstream.values().stream();
    return Stream.concat(own.values().stream(), others)
        .sorted(Comparator.comparingLong(Sighting::count).reversed())
        .toList();
  }

  private boolean ownErrors() {
    return own.keySet().stream()
        .anyMatch(
            signature ->
                signature.cause().isPresent()
                    && signature.scope() != LogSignature.Scope.PROCESS
                    && signature.severity() == Severity.ERROR);
  }

  /// Workers that were told to leave and have not left; known at level notice only.
  public int leavingWorkers() {
    return leavingWorkers.size();
  }

  public long reloads() {
    return reloads;
  }

  /// When the latest reload began; absent when none was seen.
  public Optional<String> lastReload() {
    return lastReload.isEmpty() ? Optional.empty() : Optional.of(lastReload);
  }

  /// Lines that were not empty.
  public long lines() {
    return lines;
  }

  /// Lines that have the shape of an error log's.
  public long entries() {
    return entries;
  }
}
