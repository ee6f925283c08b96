package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Edits;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Applies fixes in rounds and keeps only what the next prediction confirms.
final class Mender {
  private final Prediction broken;
  private final Mend.Retrial retrial;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final List<Finding> applied = new ArrayList<>();

  Mender(Prediction broken, Mend.Retrial retrial) {
    this.broken = broken;
    this.retrial = retrial;
  }

  Mend mend(int rounds) {
    Prediction now = broken;
    for (int round = 0; round < rounds; round++) {
      Optional<Prediction> better = step(now);
      if (better.isEmpty()) {
        break;
      }
      now = better.get();
    }
    return new Mend(
        patches(),
        applied,
        now.causes().stream().filter(Finding::isError).toList(),
        Optional.empty());
  }

  /// The configuration after the fix of one cause alone, if there is less of that cause then and
  /// nothing worse has come.
  Optional<Prediction> after(Finding cause) {
    return edited(cause)
        .map(retrial::predict)
        .filter(
            after -> alike(after, cause) < alike(broken, cause) && errors(after) <= errors(broken));
  }

  private static long alike(Prediction prediction, Finding cause) {
    return prediction.causes().stream().filter(other -> isAlike(other, cause)).count();
  }

  private static boolean isAlike(Finding one, Finding other) {
    return one.id().equals(other.id()) && one.severity() == other.severity();
  }

  /// One fix more, if there is one after which its cause is gone and nothing worse has come.
  private Optional<Prediction> step(Prediction now) {
    return now.causes().stream()
        .filter(cause -> cause.fix().filter(fix -> !fix.edits().isEmpty()).isPresent())
        .filter(cause -> isPressing(now, cause))
        .flatMap(cause -> attempt(now, cause).stream())
        .findFirst();
  }

  /// Errors are mended all; of the rest, only the foremost when there is no error at all.
  private boolean isPressing(Prediction now, Finding cause) {
    boolean foremost =
        applied.isEmpty() && !now.hasError() && now.causes().getFirst().equals(cause);
    return cause.isError() || (foremost && cause.severity() == Severity.WARNING);
  }

  private Optional<Prediction> attempt(Prediction now, Finding cause) {
    Optional<Map<String, String>> attempt = edited(cause);
    Optional<Prediction> after =
        attempt.map(retrial::predict).filter(prediction -> isBetter(now, prediction, cause));
    if (after.isPresent()) {
      texts.putAll(attempt.orElseThrow());
      applied.add(OtherRequests.held(cause, now, after.get()));
    }
    return after;
  }

  /// The texts so far with the edits of one fix, if they fit together.
  private Optional<Map<String, String>> edited(Finding cause) {
    Map<String, String> edited = new LinkedHashMap<>(texts);
    Map<SourceFile, List<Edit>> edits =
        cause.fix().orElseThrow().edits().stream()
            .collect(
                Collectors.groupingBy(
                    edit -> edit.range().file(), LinkedHashMap::new, Collectors.toList()));
    for (Map.Entry<SourceFile, List<Edit>> entry : edits.entrySet()) {
      if (!(Edits.tryApply(entry.getKey(), entry.getValue())
          instanceof Edits.Applied(String text))) {
        return Optional.empty();
      }
      edited.put(entry.getKey().name(), text);
    }
    return Optional.of(edited);
  }

  private static boolean isBetter(Prediction before, Prediction after, Finding mended) {
    return alike(after, mended) == 0 && errors(after) <= errors(before);
  }

  private static long errors(Prediction prediction) {
    return prediction.causes().stream().filter(Finding::isError).count();
  }

  private List<Patch> patches() {
    return texts.entrySet().stream()
        .flatMap(
            entry ->
                broken.subject().configuration().file(entry.getKey()).stream()
                    .map(file -> new Patch(file, entry.getValue())))
        .toList();
  }
}
