package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.log.AccessEntry;
import dev.wsdoctor.log.AccessTally;
import dev.wsdoctor.log.Endings;
import dev.wsdoctor.log.ErrorTally;
import dev.wsdoctor.log.LogFormats;
import dev.wsdoctor.log.LoggedUrl;
import dev.wsdoctor.log.Recordings;
import dev.wsdoctor.log.Refusal;
import dev.wsdoctor.log.SocketTally;
import dev.wsdoctor.rule.SocketPath;
import dev.wsdoctor.rule.timeout.IdleLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the lines of logs add up to, and the causes that the sums speak for. Whoever reads the logs
/// decides in which order they come. Memory does not grow with them.
final class LogSums {
  private static final int FEW = 3;

  /// nginx's timers may fire a little early, and its clock is cached.
  private static final double EARLY_SECONDS = 0.35;

  private static final double LATE_SECONDS = 0.5;

  private final List<IdleLimit> limits;
  private final SocketPaths paths;
  private final Optional<BlamedLines> blamed;
  private final Endings endings;
  private final Recordings recordings = Recordings.ofAll();
  private final SocketTally sockets;
  private final AccessTally accesses;

  LogSums(Optional<LogSite> site) {
    this.limits = site.map(LogSite::limits).orElse(List.of());
    this.paths = new SocketPaths(site);
    this.blamed = site.map(known -> new BlamedLines(known, paths));
    this.endings = new Endings(paths);
    this.sockets = new SocketTally(endings, this::isIdleLimit, paths);
    this.accesses = new AccessTally(concerning(_ -> true), LogFormats.of(List.of()));
  }

  /// Takes the line of an error log for the end of a tunnel, if it tells one, and for a part of a
  /// recording.
  void end(String errorLine) {
    endings.accept(errorLine);
    recordings.accept(errorLine);
  }

  void access(AccessEntry entry) {
    sockets.accept(entry);
    if (entry.status().orElse(0) == Symptoms.SWITCHING) {
      accesses.take(entry);
    }
  }

  /// What the line of an error log says of the place that it came from.
  void blame(String errorLine) {
    blamed.ifPresent(lines -> lines.accept(errorLine));
  }

  SocketPaths paths() {
    return paths;
  }

  /// A tally of the error lines that concern these paths.
  static ErrorTally errors(Predicate<String> paths) {
    return new ErrorTally(concerning(paths));
  }

  private static LoggedUrl concerning(Predicate<String> paths) {
    return new LoggedUrl(Set.of(), Set.of(), Set.of(), 0, paths);
  }

  /// All of it, with the sentences that were said of the reading.
  LogReport report(List<LogReport.Source> sources, ErrorTally errors, List<String> said) {
    List<String> remarks = new ArrayList<>(said);
    // Without a remark nobody would know that they were left out.
    if (sockets.unnamedRefusals() > 0) {
      remarks.add(
          "%d refused requests went to so many different paths that they were not told apart"
              .formatted(sockets.unnamedRefusals()));
    }
    List<Refusal> refusals = refusals();
    remarks.addAll(decidingBetween(refusals));
    LogClues clues = clues(errors);
    remarks.addAll(clues.remarks());
    return new LogReport(
        sources,
        sockets.sockets(),
        sockets.first(),
        sockets.last(),
        new LifetimeBars(sockets.lifetimes(), limits).bars(),
        sockets.endings(),
        refusals,
        recordings.sockets(),
        causes(clues, refusals),
        remarks);
  }

  /// What is known so far, the gravest first.
  List<Finding> causes(ErrorTally errors) {
    return causes(clues(errors), refusals());
  }

  /// Those at paths of sockets, by the location that takes them. Where no line shows a socket the
  /// name of a path does, for what scanners and missing pages do not bring.
  private List<Refusal> refusals() {
    Map<String, Refusal> places = new HashMap<>();
    for (Refusal refusal : sockets.refusals(_ -> true)) {
      boolean named = isOfHandshakes(refusal.status()) && SocketPath.isOne(refusal.path());
      if (named || paths.test(refusal.path())) {
        Refusal placed = refusal.at(paths.place(refusal.path()));
        String key = "%d %s %s".formatted(placed.status(), placed.by(), placed.path());
        places.merge(key, placed, Refusal::and);
      }
    }
    return places.values().stream()
        .sorted((one, other) -> Long.compare(other.count(), one.count()))
        .toList();
  }

  private static boolean isOfHandshakes(int status) {
    boolean ofPolicy = status == 401 || status == 403 || status == 431;
    return LostHandshake.isOne(status) || ofPolicy || (status >= 500 && status < 600);
  }

  private LogClues clues(ErrorTally errors) {
    return new LogClues(new LogReading(errors, accesses, List.of()), new Lifetimes(limits));
  }

  private List<Finding> causes(LogClues logClues, List<Refusal> refusals) {
    List<Clue> logged = logClues.clues();
    List<Clue> clues = new ArrayList<>(logged);
    Map<String, Refusal> byOrigin = new TreeMap<>();
    for (Refusal refusal : refusals) {
      byOrigin.merge(
          "%d %s %s %s %s"
              .formatted(
                  refusal.status(),
                  refusal.by(),
                  paths.sendsOn(refusal.path()),
                  paths.loses(refusal.path()) ? refusal.path() : "",
                  guard(refusal).map(guard -> guard.line().where()).orElse("")),
          refusal,
          Refusal::and);
    }
    byOrigin.values().stream()
        .filter(refusal -> refusal.by() == Refusal.By.BACKEND || !isTold(refusal, logged))
        .forEach(refusal -> clues.addAll(refused(refusal)));
    return new RisenCauses(Optional.empty(), List.of())
        .with(clues).stream()
            .map(cause -> blamed.map(lines -> lines.placed(cause)).orElse(cause))
            .sorted(Finding.BY_WEIGHT)
            .toList();
  }

  /// nginx's own answers have a sentence in its error log.
  private static boolean isTold(Refusal refusal, List<Clue> logged) {
    return logged.stream().anyMatch(clue -> clue.explains(refusal.status()));
  }

  /// A few refusals among many sockets are somebody's mistake in typing.
  private List<Clue> refused(Refusal refusal) {
    int status = refusal.status();
    if (refusal.count() < FEW && sockets.sockets() > 0) {
      return List.of();
    }
    Evidence seen =
        Evidence.log(
            "the access log has %d refused handshakes with %03d%s"
                .formatted(
                    refusal.count(),
                    status,
                    refusal.asked() * 2 > refusal.count() ? ", which came with Upgrade" : ""));
    Optional<Clue> own =
        refusal.by() == Refusal.By.NGINX ? OwnRefusal.clue(status, seen) : Optional.empty();
    if (own.isPresent()) {
      return List.of(own.get());
    }
    Optional<Clue> stripped = LogClues.stripped(refusal.stripped(), refusal.count(), status);
    if (LostHandshake.isOne(status)) {
      return stripped.map(List::of).orElseGet(() -> lost(refusal, seen));
    }
    StatusGuesses.Shown shown =
        new StatusGuesses.Shown(refusal.asked() * 2 > refusal.count(), refusal.by());
    List<Clue> guesses =
        new StatusGuesses(status, paths.sendsOn(refusal.path()), shown, seen).clues();
    return Stream.concat(guard(refusal).map(guard -> guard.clue(seen)).stream(), guesses.stream())
        .toList();
  }

  private Optional<Guard> guard(Refusal refusal) {
    return paths
        .location(refusal.path())
        .filter(_ -> refusal.by() != Refusal.By.BACKEND)
        .flatMap(location -> Guard.of(location.scope(), refusal.status()));
  }

  private List<Clue> lost(Refusal refusal, Evidence seen) {
    LostHandshake lost = new LostHandshake(refusal.status(), seen);
    if (paths.loses(refusal.path())) {
      return lost.lostAt(refusal.path());
    }
    return paths.sendsOn(refusal.path()) ? lost.sentOn(shown(refusal)) : lost.ofUnknown();
  }

  private LostHandshake.Log shown(Refusal refusal) {
    if (refusal.asked() * 2 > refusal.count()) {
      return LostHandshake.Log.WITH_UPGRADE;
    }
    return sockets.sockets() > 0 ? LostHandshake.Log.OPENS_OTHERS : LostHandshake.Log.SILENT;
  }

  /// Where more than one cause is left for handshakes that nginx should have sent on.
  private List<String> decidingBetween(List<Refusal> refusals) {
    return refusals.stream()
        .filter(refusal -> LostHandshake.isOne(refusal.status()))
        .filter(refusal -> refusal.by() != Refusal.By.NGINX && paths.sendsOn(refusal.path()))
        .map(this::refused)
        .filter(clues -> clues.size() > 1)
        .map(LostHandshake::deciding)
        .limit(1)
        .toList();
  }

  private boolean isIdleLimit(double seconds) {
    return limits.stream()
        .map(limit -> limit.value().toMillis() / 1000.0)
        .anyMatch(limit -> seconds >= limit - EARLY_SECONDS && seconds <= limit + LATE_SECONDS);
  }
}
