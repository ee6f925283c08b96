package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Edits;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Applies fixes in rounds and keeps only what the next prediction confirms. What it keeps is what
/// [Offers] offers: both hold a fix to the same standard.
final class Mender {
  private static final int MOST_ROUNDS = 6;

  private final Prediction broken;
  private final Mend.Retrial retrial;

  /// How far it has come: the texts that have changed, the causes mended, and what is predicted.
  private record State(Map<String, String> texts, List<Finding> applied, Prediction now) {
    State {
      texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts)); // in this order
      applied = List.copyOf(applied);
    }

    State and(Finding cause, Map<String, String> edited, Prediction after) {
      return new State(edited, Stream.concat(applied.stream(), Stream.of(cause)).toList(), after);
    }
  }

  /// Whether a fix is kept, after which the second is predicted instead of the first.
  private interface Standard {
    boolean accepts(Prediction before, Prediction after, Finding mended);
  }

  Mender(Prediction broken, Mend.Retrial retrial) {
    this.broken = broken;
    this.retrial = retrial;
  }

  Mend mend() {
    State reached = goOn(unmended(), Mender::isBetter);
    if (reached.now().hasError()) {
      State further = goOn(reached, Mender::isBetterOrUncovers);
      reached = further.now().hasError() ? reached : further;
    }
    return new Mend(
        patches(reached),
        reached.applied(),
        reached.now().causes().stream().filter(Finding::isError).toList(),
        Optional.empty());
  }

  private State unmended() {
    return new State(Map.of(), List.of(), broken);
  }

  private State goOn(State start, Standard standard) {
    State state = start;
    while (state.applied().size() < MOST_ROUNDS) {
      Optional<State> better = step(state, standard);
      if (better.isEmpty()) {
        break;
      }
      state = better.get();
    }
    return state;
  }

  /// The configuration after the fix of one cause alone, if [#mend] would keep that: it is better
  /// then, or what it uncovers can be mended, too.
  Optional<Prediction> after(Finding cause) {
    return attempt(unmended(), cause, Mender::isBetterOrUncovers)
        .filter(
            mended ->
                isBetter(broken, mended.now(), cause)
                    || !goOn(mended, Mender::isBetterOrUncovers).now().hasError())
        .map(State::now);
  }

  private static long alike(Prediction prediction, Finding cause) {
    return prediction.causes().stream().filter(other -> isAlike(other, cause)).count();
  }

  private static boolean isAlike(Finding one, Finding other) {
    return one.id().equals(other.id()) && one.severity() == other.severity();
  }

  /// One fix more, if there is one that meets the standard.
  private Optional<State> step(State state, Standard standard) {
    return state.now().causes().stream()
        .filter(cause -> cause.fix().filter(fix -> !fix.edits().isEmpty()).isPresent())
        .filter(cause -> isPressing(state, cause))
        .flatMap(cause -> attempt(state, cause, standard).stream())
        .findFirst();
  }

  /// Errors are mended all; of the rest, only the foremost when there is no error at all.
  private static boolean isPressing(State state, Finding cause) {
    Prediction now = state.now();
    boolean foremost =
        state.applied().isEmpty() && !now.hasError() && now.causes().getFirst().equals(cause);
    return cause.isError() || (foremost && cause.severity() == Severity.WARNING);
  }

  private Optional<State> attempt(State state, Finding cause, Standard standard) {
    Prediction now = state.now();
    return edited(state.texts(), cause)
        .flatMap(
            texts ->
                Optional.of(retrial.predict(texts))
                    .filter(after -> standard.accepts(now, after, cause))
                    .map(after -> state.and(OtherRequests.held(cause, now, after), texts, after)));
  }

  /// The texts so far with the edits of one fix, if they fit together.
  private static Optional<Map<String, String>> edited(Map<String, String> texts, Finding cause) {
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

  /// There is less of the cause then, and nothing worse has come.
  private static boolean isBetter(Prediction before, Prediction after, Finding mended) {
    return isLess(before, after, mended) && errors(after) <= errors(before);
  }

  private static boolean isLess(Prediction before, Prediction after, Finding mended) {
    return alike(after, mended) < alike(before, mended);
  }

  /// Or what hid others is gone: a file that does not load, an answer of nginx itself.
  private static boolean isBetterOrUncovers(Prediction before, Prediction after, Finding mended) {
    boolean hidOthers = !before.subject().errors().isEmpty() || !before.reachesBackend();
    return isBetter(before, after, mended)
        || (hidOthers && (isLess(before, after, mended) || getsFurther(before, after)));
  }

  /// Another one of the same kind, further on the way, has been hidden too.
  private static boolean getsFurther(Prediction before, Prediction after) {
    return after.decision().steps().size() > before.decision().steps().size();
  }

  private static long errors(Prediction prediction) {
    return prediction.causes().stream().filter(Finding::isError).count();
  }

  private List<Patch> patches(State state) {
    return state.texts().entrySet().stream()
        .flatMap(
            entry ->
                broken.subject().configuration().file(entry.getKey()).stream()
                    .map(file -> new Patch(file, entry.getValue())))
        .toList();
  }
}
