package dev.wsdoctor.symptom;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a refusing status tells: which of the causes found bring it, and what it speaks for when
/// none of them does.
final class StatusClues {
  private static final double ENOUGH = 0.5;
  private static final double USUAL_GAIN = 0.6;
  private static final double POSSIBLE_GAIN = 0.2;
  private static final double SUREST = 0.98;

  private final int status;
  private final Optional<Subject> subject;
  private final List<Finding> found;
  private final StatusGuesses.Shown shown;
  private final Evidence seen;

  StatusClues(
      int status,
      Optional<Subject> subject,
      List<Finding> found,
      StatusGuesses.Shown shown,
      Evidence seen) {
    this.shown = shown;
    this.status = status;
    this.subject = subject;
    this.found = found;
    this.seen = seen;
  }

  /// `logged` is what the logs speak for: a sentence of nginx that explains the status leaves
  /// nothing to be guessed.
  List<Clue> clues(List<Clue> logged) {
    List<Clue> clues = new ArrayList<>(supported());
    boolean explained =
        clues.stream().anyMatch(clue -> clue.finding().confidence() >= ENOUGH)
            || logged.stream().anyMatch(clue -> clue.explains(status));
    if (contradicted()) {
      clues.add(otherConfiguration());
    } else if (!explained) {
      clues.addAll(new StatusGuesses(status, subject.isPresent(), shown, seen).clues());
      limit().ifPresent(clues::add);
      asked().ifPresent(clues::add);
      guarded().ifPresent(clues::add);
    }
    return clues;
  }

  private Optional<Clue> guarded() {
    return subject
        .filter(_ -> !shown.byBackend())
        .flatMap(s -> s.last().decision().scope())
        .flatMap(scope -> Guard.of(scope, status))
        .map(guard -> guard.clue(seen));
  }

  /// The errors found that bring this status, surer than before.
  private List<Clue> supported() {
    return found.stream()
        .filter(cause -> cause.isError() || CauseStatuses.isUsual(cause.id(), status))
        .filter(cause -> cause.severity() != Severity.NOTE)
        .filter(cause -> CauseStatuses.preventsOpening(cause.id()))
        .filter(cause -> !CauseStatuses.isExcluded(cause.id(), status) && !contradicted())
        .map(this::surer)
        .toList();
  }

  private Clue surer(Finding cause) {
    double gain = CauseStatuses.isUsual(cause.id(), status) ? USUAL_GAIN : POSSIBLE_GAIN;
    double sure = Math.max(cause.confidence(), Math.min(SUREST, grown(cause.confidence(), gain)));
    return Clue.of(
        Finding.of(cause.id(), Severity.ERROR, sure, cause.summary(), cause.why()).because(seen));
  }

  private static double grown(double confidence, double gain) {
    return confidence + (1 - confidence) * gain;
  }

  /// Whether nginx is sure to answer by itself, with another status.
  private boolean contradicted() {
    OptionalInt predicted =
        subject.map(Subject::last).map(hop -> answer(hop.decision())).orElse(OptionalInt.empty());
    return predicted.isPresent() && predicted.getAsInt() != status;
  }

  private static OptionalInt answer(Decision decision) {
    boolean certain = decision.assumptions().isEmpty() && decision.alternatives().isEmpty();
    return certain && decision.outcome() instanceof Outcome.Answered answered
        ? OptionalInt.of(answered.status())
        : OptionalInt.empty();
  }

  private Clue otherConfiguration() {
    int predicted = answer(subject.orElseThrow().last().decision()).orElseThrow();
    return Clue.error(
        "config-not-loaded",
        0.75,
        "by this file nginx itself answers %d, and the client saw %03d: what runs is not this file, or another hop answers"
            .formatted(predicted, status),
        "nginx keeps the configuration it has loaded until a reload succeeds; another file, prefix or container"
            + " may be in force.",
        "compare this file with nginx -T of the running nginx",
        seen);
  }

  /// `limit_conn` and `limit_req` depend on the traffic, so that no prediction names them.
  private Optional<Clue> limit() {
    return subject
        .flatMap(s -> s.last().decision().scope())
        .filter(scope -> status == 503 || status == 429)
        .flatMap(StatusClues::limit)
        .map(
            line ->
                Clue.error(
                    "access-refused",
                    0.75,
                    "%s is in force here, and refuses with %d".formatted(line, status),
                    "limit_conn counts a tunnel for its whole life, limit_req every handshake.",
                    "raise the limit for the socket's location, or leave it out there",
                    seen));
  }

  /// What nginx asks for besides, and answers with a status of its own when it does not get it: the
  /// service of `auth_request` (500 unless it says 2xx, 401 or 403), the client's certificate.
  private Optional<Clue> asked() {
    return subject
        .flatMap(s -> s.last().decision().scope())
        .flatMap(
            scope ->
                switch (status) {
                  case 500 -> switchedOn(scope, "auth_request");
                  case 400 -> switchedOn(scope, "ssl_verify_client");
                  default -> Optional.<String>empty();
                })
        .map(
            line ->
                Clue.error(
                    "access-refused",
                    0.7,
                    "%s is in force here, and brings %d when it is not content"
                        .formatted(line, status),
                    "nginx answers by itself then: 500 for a service of auth_request that is away or answers something"
                        + " else than 2xx, 401 or 403, and 400 for a client without a certificate that it trusts.",
                    "see nginx's error log, which says which: --error-log FILE",
                    seen));
  }

  private static Optional<String> switchedOn(Scope scope, String name) {
    return scope
        .setting(name)
        .filter(line -> !line.parameter().equals("off"))
        .map(StatusClues::named);
  }

  static String named(Directive line) {
    return line.head().text().strip() + " (" + line.where() + ")";
  }

  private static Optional<String> limit(Scope scope) {
    return scope.setting("limit_conn").or(() -> scope.setting("limit_req")).map(StatusClues::named);
  }
}
