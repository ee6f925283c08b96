package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.log.AccessTally;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.timeout.IdleLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lets symptoms decide between the causes that were found: what they speak for rises, with the
/// symptom as evidence, what they contradict falls, and what nothing else could show is added.
public final class SymptomCauses {
  private static final double SURE = 0.85;
  private static final double DOUBTED = 0.45;

  private final Symptoms symptoms;
  private final Optional<Subject> subject;
  private final List<Finding> found;
  private final LogReading logs;
  private final Lifetimes lifetimes;

  private final boolean opensNow;
  private final StaleAddresses addresses;

  private SymptomCauses(
      Symptoms symptoms,
      Optional<Subject> subject,
      List<Finding> found,
      LogReading logs,
      boolean opensNow,
      NameLookup names) {
    this.symptoms = symptoms;
    this.opensNow = opensNow;
    this.addresses = new StaleAddresses(subject, names);
    this.subject = subject;
    this.found = found;
    this.logs = logs;
    this.lifetimes = new Lifetimes(subject.map(IdleLimit::of).orElse(List.of()));
  }

  /// Reads the logs, and weighs what was found for the target. `opensNow`: the socket was seen to
  /// open just now.
  public static Weighed weigh(
      Symptoms symptoms,
      Target target,
      Optional<Subject> subject,
      List<Finding> found,
      boolean opensNow,
      NameLookup names) {
    LogReading logs = LogReading.of(symptoms, subject, UrlInLogs.of(target, subject));
    return new SymptomCauses(symptoms, subject, found, logs, opensNow, names).weigh();
  }

  private Weighed weigh() {
    LogClues logClues = new LogClues(logs, lifetimes);
    List<Clue> logged = logClues.clues().stream().map(this::inTime).toList();
    List<Clue> clues = new ArrayList<>(statusClues(logged));
    if (symptoms.refusal().isEmpty()) {
      clues.addAll(new CloseClues(symptoms, lifetimes).clues());
    }
    clues.addAll(logged);
    addresses.clues(logs.errors()).stream().map(this::inTime).forEach(clues::add);
    openedAgainstTheFile().ifPresent(clues::add);
    boolean fails = symptoms.tellOfFailure() || logs.accesses().refusals().isPresent();
    List<String> remarks = new ArrayList<>(logs.remarks());
    remarks.addAll(logClues.remarks());
    if (fails && clues.isEmpty()) {
      remarks.add(unexplained());
    }
    return new Weighed(ranked(clues), remarks, fails);
  }

  /// What a log tells of sockets that did not open is past when one opens now.
  private Clue inTime(Clue logged) {
    Finding cause = logged.finding();
    boolean past = opensNow && cause.isError() && CauseStatuses.preventsOpening(cause.id());
    return past
        ? new Clue(cause.weighing(Severity.WARNING, cause.confidence() / 2), logged.better())
        : logged;
  }

  private List<Clue> statusClues(List<Clue> logged) {
    Optional<Integer> reported = symptoms.refusal();
    if (reported.isPresent()) {
      Evidence seen = Evidence.symptom("the client saw status %03d".formatted(reported.get()));
      return new StatusClues(
              reported.get(), subject, found, shown(logs.accesses().refusals(), reported), seen)
          .clues(logged);
    }
    return logs.accesses()
        .refusals()
        .map(
            refusals ->
                new StatusClues(
                        refusals.status(),
                        subject,
                        found,
                        shown(Optional.of(refusals), Optional.of(refusals.status())),
                        seen(refusals))
                    .clues(logged))
        .orElse(List.of());
  }

  private static StatusGuesses.Shown shown(
      Optional<AccessTally.Refusals> refusals, Optional<Integer> status) {
    return refusals
        .filter(logged -> status.filter(seen -> seen == logged.status()).isPresent())
        .map(StatusGuesses.Shown::of)
        .orElse(StatusGuesses.Shown.NOTHING);
  }

  private static Evidence seen(AccessTally.Refusals refusals) {
    return Evidence.log(
        "%d of the newest %d requests of the access log got %03d, last %s"
            .formatted(refusals.count(), refusals.ofNewest(), refusals.status(), refusals.last()));
  }

  /// The status that speaks against causes: the reported one, or that of the log unless some
  /// opened.
  private Optional<Integer> refusal() {
    return symptoms
        .refusal()
        .or(
            () ->
                logs.accesses()
                    .refusals()
                    .filter(_ -> logs.accesses().opened() == 0)
                    .map(AccessTally.Refusals::status));
  }

  private boolean opens() {
    return symptoms.refusal().isEmpty()
        && (symptoms.tellOfOpening()
            || (logs.accesses().opened() > 0 && logs.accesses().refusals().isEmpty()));
  }

  private Optional<Clue> openedAgainstTheFile() {
    boolean impossible =
        found.stream()
            .anyMatch(
                cause ->
                    cause.isError()
                        && cause.confidence() >= SURE
                        && CauseStatuses.preventsOpening(cause.id())
                        && !isCapacity(cause.id()));
    if (!opens() || subject.isEmpty() || !impossible) {
      return Optional.empty();
    }
    return Optional.of(
        Clue.warning(
            "config-not-loaded",
            SURE,
            "the socket opened, although by this file it cannot: what runs is not this file",
            "nginx keeps the configuration it has loaded until a reload succeeds, and another file or prefix may"
                + " be in force.",
            "compare this file with nginx -T of the running nginx before the next reload",
            Evidence.symptom("the socket was open before it failed")));
  }

  /// Strikes some sockets, and not others.
  private static boolean isCapacity(String id) {
    return id.equals("worker-connections-exhausted") || id.equals("upstream-ports-exhausted");
  }

  /// What the clues speak for, and the rest of what was found, less sure where they contradict it.
  private List<Finding> ranked(List<Clue> clues) {
    List<Finding> risen = new RisenCauses(subject, found).with(clues);
    Set<String> ids = risen.stream().map(Finding::id).collect(Collectors.toSet());
    Stream<Finding> others = found.stream().filter(cause -> !ids.contains(cause.id()));
    return Stream.concat(risen.stream(), others.map(this::doubted))
        .sorted(Finding.BY_WEIGHT)
        .toList();
  }

  /// An error that the symptoms contradict: it is not what was seen, but may be there all the same.
  private Finding doubted(Finding cause) {
    if (!cause.isError()) {
      return cause;
    }
    if (opens() && CauseStatuses.preventsOpening(cause.id())) {
      return cause.weighing(Severity.WARNING, cause.confidence() / 2);
    }
    boolean excluded =
        refusal().filter(status -> CauseStatuses.isExcluded(cause.id(), status)).isPresent();
    return excluded
        ? cause.weighing(Severity.ERROR, Math.min(DOUBTED, cause.confidence() / 2))
        : cause;
  }

  private static String unexplained() {
    return "nothing here explains what was seen; nginx's error log would: --error-log FILE, or --error-line with"
        + " the line of that moment";
  }
}
