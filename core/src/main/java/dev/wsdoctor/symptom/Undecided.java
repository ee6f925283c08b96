package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Target;
import java.util.List;
import java.util.stream.Stream;

/// Says what would decide between causes that are only likely, and how to get it.
public final class Undecided {
  private static final double SURE = 0.85;
  private static final int FEWEST = 2;

  private Undecided() {}

  /// Nothing when one cause is certain, or only one is in question.
  public static List<String> remarks(List<Finding> causes, Target target, boolean offline) {
    List<Finding> open =
        causes.stream()
            .filter(cause -> cause.severity() != Severity.NOTE && cause.confidence() < SURE)
            .toList();
    boolean decided =
        causes.stream().anyMatch(cause -> cause.isError() && cause.confidence() >= SURE);
    if (decided || open.size() < FEWEST || !target.webSocket()) {
      return List.of();
    }
    List<String> refused =
        ids(
            open.stream()
                .filter(cause -> cause.isError() && CauseStatuses.preventsOpening(cause.id())));
    List<String> later =
        ids(open.stream().filter(cause -> !CauseStatuses.preventsOpening(cause.id())));
    return Stream.concat(status(refused, target, offline).stream(), close(later).stream()).toList();
  }

  private static List<String> ids(Stream<Finding> causes) {
    return causes.map(Finding::id).distinct().toList();
  }

  private static List<String> status(List<String> ids, Target target, boolean offline) {
    if (ids.size() < FEWEST) {
      return List.of();
    }
    String command =
        offline
            ? "the same command without --offline asks for it, or give what the client saw: --status N"
            : "give what the client saw: --status N, and nginx's error log: --error-log FILE";
    return List.of(
        "between %s the status of the handshake decides (%s): %s"
            .formatted(String.join(" and ", ids), target, command));
  }

  private static List<String> close(List<String> ids) {
    return ids.size() < FEWEST
        ? List.of()
        : List.of(
            "between %s it decides how a socket ends: --close-code N --after 60s, or an access log with $request_time: --access-log FILE"
                .formatted(String.join(" and ", ids)));
  }
}
