package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Optional;
import java.util.stream.Stream;

/// A directive whose name nginx does not know and which is nearly that of one it knows.
final class Misspelling {
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
    return EditDistance.nearest(
        Catalogue.names().stream()
            .filter(known -> !Catalogue.of(subject.version()).find(known).isEmpty()),
        name);
  }
}
