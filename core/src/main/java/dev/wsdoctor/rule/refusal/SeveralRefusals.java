package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The way to a configuration that loads: one edit, where one does, else one after another. nginx
/// stops at the first error, so that the next one shows only when that is mended.
final class SeveralRefusals {
  private static final int MOST_STEPS = 4;
  private static final int MOST_TRIALS = 400;

  private final Subject subject;
  private int trials;

  SeveralRefusals(Subject subject) {
    this.subject = subject;
  }

  Optional<Candidate> mend(ConfigurationError first) {
    return mend(new Step(subject, first, List.of()));
  }

  /// @param subject after what was done so far
  /// @param error that nginx stops at then
  private record Step(Subject subject, ConfigurationError error, List<Candidate> done) {
    Step {
      done = List.copyOf(done);
    }

    List<Candidate> and(Candidate next) {
      return Stream.concat(done.stream(), Stream.of(next)).toList();
    }
  }

  /// Whatever ends the matter at once is better than what only leads on.
  private Optional<Candidate> mend(Step step) {
    List<Step> onwards = new ArrayList<>();
    Iterator<Candidate> candidates = SyntaxMend.candidates(step.subject(), step.error()).iterator();
    while (candidates.hasNext() && trials++ < MOST_TRIALS) {
      Candidate candidate = candidates.next();
      Optional<Trial> trial = Trial.of(step.subject(), candidate.edits());
      if (trial.filter(after -> after.loads() && after.passesOn(subject)).isPresent()) {
        return Optional.of(together(step.and(candidate), trial.get()));
      }
      trial.flatMap(after -> onwards(step, candidate, after)).ifPresent(onwards::add);
    }
    return onwards.stream().flatMap(next -> mend(next).stream()).findFirst();
  }

  private static Optional<Step> onwards(Step step, Candidate candidate, Trial after) {
    boolean mayGoOn =
        !after.loads() && step.done().size() + 1 < MOST_STEPS && isProgress(step, after);
    return Optional.of(after)
        .filter(_ -> mayGoOn)
        .map(
            trial ->
                new Step(
                    step.subject().reading(trial.configuration(), trial.errors()),
                    trial.errors().getFirst(),
                    step.and(candidate)));
  }

  /// What nginx stopped at is gone, and no more than before is wrong; but what comes to light once
  /// the braces and quotes are right was wrong before.
  private static boolean isProgress(Step before, Trial after) {
    boolean isGone = after.errors().stream().noneMatch(left -> isSame(left, before.error()));
    long certain =
        before.subject().errors().stream().filter(error -> !error.dependsOnFiles()).count();
    return isGone
        && (before.error().message().startsWith("unexpected") || after.errors().size() <= certain);
  }

  private static boolean isSame(ConfigurationError one, ConfigurationError other) {
    return one.message().equals(other.message()) && line(one).equals(line(other));
  }

  private static Optional<String> line(ConfigurationError error) {
    return error.place().map(SourceRange::where);
  }

  private Candidate together(List<Candidate> steps, Trial last) {
    if (steps.size() == 1) {
      return steps.getFirst();
    }
    List<Edit> edits =
        subject.configuration().files().stream()
            .flatMap(file -> change(file, last).stream())
            .flatMap(patch -> patch.edits().stream())
            .toList();
    String advice = steps.stream().map(Candidate::advice).collect(Collectors.joining("; then "));
    return new Candidate(edits, advice, steps.getFirst().places());
  }

  private static Optional<Patch> change(SourceFile file, Trial last) {
    return last.configuration()
        .file(file.name())
        .filter(after -> !after.text().equals(file.text()))
        .map(after -> new Patch(file, after.text()));
  }
}
