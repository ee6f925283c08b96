package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.log.AccessTally;
import dev.wsdoctor.log.ErrorTally;
import dev.wsdoctor.log.LogSignature;
import dev.wsdoctor.log.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the logs speak for: sentences of the error log by the catalogue, and what the lines of the
/// access log add up to.
final class LogClues {
  /// Enough of a nginx sentence to find it again.
  private static final int LONGEST_QUOTE = 200;

  private static final int MANY_GENERATIONS = 2;
  private static final int BURST = 5;
  private static final int FEW = 3;
  private static final String HALF_OPEN = "half-open-connection";
  private static final String MARKED_DOWN = "upstream-marked-down";

  /// Less than any sentence that names why a peer fails.
  private static final double CONSEQUENCE = 0.55;

  private final LogReading logs;
  private final Lifetimes lifetimes;

  LogClues(LogReading logs, Lifetimes lifetimes) {
    this.logs = logs;
    this.lifetimes = lifetimes;
  }

  List<Clue> clues() {
    List<Clue> clues = new ArrayList<>();
    logs.errors().sightings().stream()
        .filter(sighting -> sighting.signature().cause().isPresent())
        .map(this::clue)
        .forEach(clues::add);
    oldWorkers(clues);
    reloads(clues);
    restarted(clues);
    stalled(clues);
    lives(clues);
    stripped(clues);
    secrets(clues);
    return clues;
  }

  private Clue clue(Sighting sighting) {
    LogSignature signature = sighting.signature();
    double sure = signature.confidence();
    return new Clue(
        Finding.of(
                signature.cause().orElseThrow(),
                signature.severity(),
                isConsequence(signature) ? Math.min(sure, CONSEQUENCE) : sure,
                signature.tells(),
                signature.why())
            .because(evidence(sighting))
            .mendedBy(Fix.manual(signature.advice())),
        signature.better());
  }

  /// nginx takes a peer out for its failures, which have lines of their own.
  private boolean isConsequence(LogSignature signature) {
    return signature.cause().filter(MARKED_DOWN::equals).isPresent()
        && logs.errors().sightings().stream()
            .map(Sighting::signature)
            .filter(other -> other.severity() == Severity.ERROR)
            .flatMap(other -> other.cause().stream())
            .anyMatch(id -> !id.equals(MARKED_DOWN) && CauseStatuses.isOfUpstream(id));
  }

  private static Evidence evidence(Sighting sighting) {
    String message = sighting.latest().message();
    String quote =
        message.length() > LONGEST_QUOTE ? message.substring(0, LONGEST_QUOTE) + "..." : message;
    return Evidence.log(sighting.often() + ": " + quote);
  }

  /// Sentences that explain something without naming a cause.
  List<String> remarks() {
    return logs.errors().sightings().stream()
        .filter(sighting -> sighting.signature().cause().isEmpty())
        .map(
            sighting ->
                "error log, %s: %s".formatted(sighting.often(), sighting.signature().tells()))
        .toList();
  }

  private void oldWorkers(List<Clue> clues) {
    int workers = logs.errors().leavingWorkers();
    if (workers >= MANY_GENERATIONS) {
      clues.add(
          Clue.warning(
              "old-workers-pile-up",
              0.7,
              "%d old workers were told to leave and have not left".formatted(workers),
              "After a reload a worker stays until its last tunnel has ended, with its memory, its file"
                  + " descriptors and the old configuration.",
              "bound their life with worker_shutdown_timeout, and reload rarely",
              Evidence.log(
                  "%d workers wrote 'gracefully shutting down' and no 'exit'".formatted(workers))));
    }
  }

  /// `worker_shutdown_timeout` ends tunnels without a line in the error log, all at one time.
  private void reloads(List<Clue> clues) {
    ErrorTally errors = logs.errors();
    AccessTally accesses = logs.accesses();
    boolean together = accesses.longestBurst() >= BURST;
    if (!together || (accesses.cutShort() < BURST && errors.reloads() == 0)) {
      return;
    }
    String reload = errors.lastReload().map("; the error log has a reload at "::concat).orElse("");
    clues.add(
        Clue.error(
            "reload-closes-connections",
            accesses.cutShort() > 0 ? 0.8 : 0.6,
            "%d sockets ended in the same second".formatted(accesses.longestBurst()),
            "After a reload worker_shutdown_timeout closes what is left of the old workers' tunnels at once, and"
                + " so does a restart; no Close frame is sent, so all clients see 1006.",
            "reload less often, and give sockets an hour: worker_shutdown_timeout 1h",
            Evidence.log(
                "%d lines of the access log with 101 at one time%s"
                    .formatted(accesses.longestBurst(), reload))));
  }

  /// All sockets end when the backend does, and those that come back at once find nobody.
  private void restarted(List<Clue> clues) {
    ErrorTally errors = logs.errors();
    AccessTally accesses = logs.accesses();
    boolean byNginx = accesses.cutShort() >= BURST || errors.reloads() > 0;
    long refused =
        errors.sightings().stream()
            .filter(sighting -> sighting.latest().message().contains("(111:"))
            .mapToLong(Sighting::count)
            .sum();
    if (byNginx || refused == 0 || accesses.longestBurst() < BURST) {
      return;
    }
    clues.add(
        Clue.error(
            "closed-by-backend",
            0.9,
            "%d sockets ended in the same second, and the backend refused connections: it stopped or was restarted"
                .formatted(accesses.longestBurst()),
            "With the backend's process all its sockets end, and clients that come back before it listens again get 502.",
            "start the new process before the old one ends, let that one close its sockets with 1012, and let clients wait"
                + " for a random time before they come back",
            Evidence.log(
                "%d lines of the access log with 101 at one time, and %d refused connections in the error log"
                    .formatted(accesses.longestBurst(), refused))));
  }

  /// Without a reload nginx gives up a tunnel by itself, before it was silent for too long, only
  /// when the client takes no data (`ngx_http_upstream_process_upgraded`, `send_timeout`).
  private boolean isStalled() {
    AccessTally accesses = logs.accesses();
    return accesses.cutShort() >= FEW
        && accesses.cutShort() * 2 >= accesses.opened()
        && accesses.longestBurst() < BURST
        && logs.errors().reloads() == 0;
  }

  private void stalled(List<Clue> clues) {
    if (!isStalled()) {
      return;
    }
    clues.add(
        Clue.error(
            "half-open-connection",
            0.65,
            "nginx itself ended %d sockets, and there is no trace of a reload: clients took no more data"
                .formatted(logs.accesses().cutShort()),
            "A client that does not read, or is gone without a word, stops the backend's data; after send_timeout nginx ends"
                + " the tunnel, and says so at level info only.",
            "let the backend ping its clients and drop those that do not answer, and the client read what it gets;"
                + " error_log FILE info shows 'client timed out'",
            Evidence.log(
                "%d of %d sockets of the access log have no $request_completion"
                    .formatted(logs.accesses().cutShort(), logs.accesses().opened()))));
  }

  /// Whose ends the error log puts down to the client.
  private long toldStalled() {
    return logs.errors().sightings().stream()
        .filter(sighting -> sighting.signature().cause().filter(HALF_OPEN::equals).isPresent())
        .mapToLong(Sighting::count)
        .sum();
  }

  private void lives(List<Clue> clues) {
    AccessTally accesses = logs.accesses();
    accesses
        .peak()
        .filter(peak -> !isStalled() && toldStalled() * 2 < peak.sockets())
        .ifPresent(
            peak ->
                clues.addAll(
                    lifetimes.clues(
                        Duration.ofSeconds(peak.seconds()),
                        Evidence.log(
                            "%d of %d sockets of the access log lived for about %d s"
                                .formatted(peak.sockets(), peak.ofAll(), peak.seconds())))));
    if (accesses.atOnce() >= FEW && accesses.atOnce() * 2 >= accesses.opened()) {
      clues.add(
          Clue.error(
              "closed-by-backend",
              0.65,
              "sockets open and end at once",
              "nginx got a 101 and the tunnel ended within a second: the application or the client's library gives"
                  + " it up.",
              "read the backend's log: what it wants after the opening (a token, a subprotocol, a first message)",
              Evidence.log(
                  "%d of %d sockets of the access log lived for less than a second"
                      .formatted(accesses.atOnce(), accesses.opened()))));
    }
  }

  private void stripped(List<Clue> clues) {
    logs.accesses()
        .refusals()
        .flatMap(refusals -> stripped(refusals.stripped(), refusals.count(), refusals.status()))
        .ifPresent(clues::add);
  }

  /// What refused requests speak for that mostly came without Upgrade.
  static Optional<Clue> stripped(long stripped, long count, int status) {
    if (stripped * 2 < count) {
      return Optional.empty();
    }
    return Optional.of(
        Clue.error(
            "intermediary-strips-upgrade",
            0.85,
            "requests reach nginx without Upgrade: a hop in front takes it away",
            "nginx sends on what it gets. A CDN or load balancer that speaks HTTP/1.0 to nginx, or does not send"
                + " Upgrade on, makes a handshake an ordinary request.",
            "switch WebSockets on in the CDN or load balancer; another nginx in front needs the same lines as this"
                + " one",
            Evidence.log(
                "%d of %d requests answered with %03d came as HTTP/1.0 or without Upgrade"
                    .formatted(stripped, count, status))));
  }

  private void secrets(List<Clue> clues) {
    if (!logs.accesses().secrets().isEmpty()) {
      String names = String.join(", ", logs.accesses().secrets());
      clues.add(
          Clue.warning(
              "token-in-url",
              0.5,
              "the access log holds the values of " + names,
              "The request line is logged with its query, and a log lives longer than a token should.",
              "log $uri instead of $request for this location, or send the secret in the first message",
              Evidence.log("the access log has requests with the argument " + names)));
    }
  }
}
