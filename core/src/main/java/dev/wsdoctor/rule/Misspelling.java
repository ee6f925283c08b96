package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.rule.SyntaxMend.Candidate;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// A directive whose name nginx does not know and which is nearly that of one it knows.
final class Misspelling {
  private static final int MOST_ERRORS = 2;

  private Misspelling() {}

  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    return WrittenDirectives.of(refusal.subject().configuration(), file)
        .filter(
            directive -> Catalogue.of(refusal.subject().version()).find(directive.name()).isEmpty())
        .flatMap(directive -> candidate(refusal.subject(), directive).stream());
  }

  private static Optional<Candidate> candidate(Subject subject, Directive directive) {
    int start = directive.range().start();
    SourceRange name =
        new SourceRange(directive.range().file(), start, start + directive.name().length());
    return meant(subject, directive.name())
        .filter(_ -> name.text().equals(directive.name()))
        .map(
            known ->
                new Candidate(
                    new Edit(name, known), "write %s for %s".formatted(known, directive.name())));
  }

  /// The directive whose name is nearly that.
  static Optional<String> meant(Subject subject, String name) {
    return nearest(
        Catalogue.names().stream()
            .filter(known -> !Catalogue.of(subject.version()).find(known).isEmpty()),
        name);
  }

  /// The word that fewest changes make of the given one, if they are very few.
  static Optional<String> nearest(Stream<String> words, String given) {
    return words
        .filter(word -> Math.abs(word.length() - given.length()) <= MOST_ERRORS)
        .filter(word -> EditDistance.between(word, given) <= MOST_ERRORS)
        .min(
            Comparator.comparingInt((String word) -> EditDistance.between(word, given))
                .thenComparing(Comparator.naturalOrder()));
  }
}
