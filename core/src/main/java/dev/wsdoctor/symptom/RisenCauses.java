package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.rule.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The causes that clues speak for: those that were found rise and keep their places, words and
/// mend; others are new.
final class RisenCauses {
  private final Optional<Subject> subject;
  private final List<Finding> found;

  RisenCauses(Optional<Subject> subject, List<Finding> found) {
    this.subject = subject;
    this.found = found;
  }

  List<Finding> with(List<Clue> clues) {
    Set<String> ids = found.stream().map(Finding::id).collect(Collectors.toSet());
    Map<String, List<Finding>> said = new LinkedHashMap<>();
    for (Clue clue : clues) {
      said.computeIfAbsent(clue.idAmong(ids), _ -> new ArrayList<>()).add(clue.finding());
    }
    return said.entrySet().stream()
        .flatMap(entry -> risen(entry.getKey(), entry.getValue()))
        .toList();
  }

  /// All that were found with that id, the first of them risen; else what the surest clue says.
  private Stream<Finding> risen(String id, List<Finding> said) {
    List<Finding> known = found.stream().filter(cause -> cause.id().equals(id)).toList();
    Finding surest = surest(said);
    Finding base = known.isEmpty() ? placed(surest.because(List.of())) : known.getFirst();
    return Stream.concat(Stream.of(risen(base, surest, said)), known.stream().skip(1));
  }

  private static Finding surest(List<Finding> said) {
    return said.stream()
        .reduce((one, other) -> other.confidence() > one.confidence() ? other : one)
        .orElseThrow();
  }

  private static Finding risen(Finding base, Finding surest, List<Finding> said) {
    Severity gravest =
        Stream.concat(Stream.of(base), said.stream())
            .map(Finding::severity)
            .min(Severity::compareTo)
            .orElseThrow();
    double sureness = Math.max(base.confidence(), surest.confidence());
    List<Evidence> seen =
        Stream.concat(Stream.of(base), said.stream())
            .flatMap(finding -> finding.evidence().stream())
            .distinct()
            .toList();
    return base.weighing(gravest, sureness).because(seen);
  }

  /// What lies between nginx and the upstream is to be looked for where the upstream is named.
  private Finding placed(Finding said) {
    boolean ofUpstream = said.places().isEmpty() && CauseStatuses.isOfUpstream(said.id());
    return subject
        .flatMap(s -> s.last().proxied())
        .filter(_ -> ofUpstream)
        .map(proxied -> said.at(Place.of(proxied.by().head())))
        .orElse(said);
  }
}
