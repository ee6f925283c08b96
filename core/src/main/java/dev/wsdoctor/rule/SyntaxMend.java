package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Edits;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.finding.Fix;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The smallest edit after which a configuration loads: a semicolon or a brace put back, a
/// directive's name or a variable's spelt right. What might help is tried on the text, nearest to
/// the error first, and the first edit that leaves no error is the mend.
final class SyntaxMend {
  private static final int MOST_TRIALS = 60;

  /// Each trial reads everything anew, so only what a person wrote by hand is tried on.
  private static final int MOST_BYTES = 1 << 20;

  private static final int MOST_BLOCKS = 2_000;

  /// What no edit of a line mends: sizes and depths that we refuse ourselves.
  private static final Pattern OUR_LIMITS =
      Pattern.compile("blocks inside each other|include|tokens|larger than");

  private final Subject subject;

  private SyntaxMend(Subject subject) {
    this.subject = subject;
  }

  static Optional<Fix> of(Subject subject, ConfigurationError error) {
    if (!isSmall(subject.configuration()) || OUR_LIMITS.matcher(error.message()).find()) {
      return Optional.empty();
    }
    return error
        .place()
        .flatMap(
            place ->
                new SyntaxMend(subject)
                    .candidates(place, error.message())
                    .limit(MOST_TRIALS)
                    .filter(candidate -> loads(subject, candidate.edit()))
                    .findFirst())
        .map(candidate -> Fix.review(candidate.advice(), List.of(candidate.edit())));
  }

  private static boolean isSmall(Configuration configuration) {
    long bytes = configuration.files().stream().mapToLong(file -> file.text().length()).sum();
    return bytes <= MOST_BYTES
        && configuration.files().stream().mapToLong(SyntaxMend::blocks).sum() <= MOST_BLOCKS;
  }

  private static long blocks(SourceFile file) {
    return file.text().chars().filter(c -> c == '{').count();
  }

  /// An edit that might help, and what it does in words.
  record Candidate(Edit edit, String advice) {
    private int distance(SourceRange place) {
      return Math.abs(edit.range().start() - place.start());
    }
  }

  private Stream<Candidate> candidates(SourceRange place, String message) {
    Stream<Candidate> twice = SuperfluousDirective.candidates(subject, place.file(), message);
    Stream<SourceFile> others =
        subject.configuration().files().stream().filter(file -> file != place.file());
    Stream<Candidate> lost =
        Stream.concat(Stream.of(place.file()), others)
            .flatMap(
                file ->
                    Stream.of(
                        SuperfluousUri.candidates(subject, file, message),
                        Misspelling.candidates(subject, file),
                        LostBrace.byIndentation(file),
                        LostTerminator.candidates(subject, file),
                        LostBrace.candidates(subject, file)))
            .map(c -> c.sorted(Comparator.comparingInt(candidate -> candidate.distance(place))))
            .flatMap(c -> c);
    return Stream.concat(twice, lost);
  }

  private static boolean loads(Subject subject, Edit edit) {
    return Edits.tryApply(edit.range().file(), List.of(edit)) instanceof Edits.Applied(String text)
        && errors(subject, edit.range().file(), text).allMatch(ConfigNotLoaded::dependsOnFiles);
  }

  private static Stream<ConfigurationError> errors(Subject subject, SourceFile file, String text) {
    Configuration original = subject.configuration();
    List<SourceFile> files =
        original.files().stream()
            .map(one -> one == file ? SourceFile.ofText(file.name(), text) : one)
            .toList();
    Configuration changed =
        Configuration.load(MemoryFiles.of(files), files.getFirst().name(), original.prefixes());
    return ConfigurationCheck.checked(changed, subject.version()).errors().stream();
  }
}
