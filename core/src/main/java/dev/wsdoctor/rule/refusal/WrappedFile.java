package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.Stream;

/// A whole nginx.conf where the body of `http` is wanted, such as in conf.d: `http` and what may
/// only stand beside it go, and of what `http` held that which the including file sets already.
final class WrappedFile {
  private WrappedFile() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    SourceFile file = refusal.place().file();
    boolean included = !refusal.subject().configuration().includesOf(file).isEmpty();
    List<Directive> written = refusal.subject().configuration().parsed(file).directives();
    return included && refusal.message().contains("directive is not allowed here")
        ? written.stream()
            .filter(one -> one.is("http"))
            .limit(1)
            .map(http -> unwrapped(refusal.subject(), written, http))
        : Stream.of();
  }

  private static Candidate unwrapped(Subject subject, List<Directive> written, Directive http) {
    SourceFile file = http.range().file();
    int brace = file.text().indexOf('{', http.head().end());
    int end = http.range().end();
    Stream<Edit> wrapping =
        Stream.of(
            Edit.delete(new SourceRange(file, http.range().start(), brace + 1)),
            Edit.delete(new SourceRange(file, end - 1, end)));
    Stream<Edit> beside =
        written.stream()
            .filter(one -> !one.equals(http) && !isAllowed(subject, one))
            .map(Layout::remove);
    Stream<Edit> twice =
        http.children().stream().filter(one -> isSetAround(subject, one)).map(Layout::remove);
    return new Candidate(
        Stream.of(beside, wrapping, twice).flatMap(edits -> edits).toList(),
        "keep of %s the body of http alone: it is included inside http".formatted(file.name()),
        List.of());
  }

  private static boolean isAllowed(Subject subject, Directive one) {
    return Catalogue.of(subject.version()).find(one.name(), Context.HTTP).isPresent();
  }

  private static boolean isSetAround(Subject subject, Directive one) {
    boolean once =
        Catalogue.of(subject.version()).find(one.name(), Context.HTTP).stream()
            .noneMatch(meaning -> meaning.repeatable() || meaning.block());
    return once
        && subject
            .configuration()
            .http()
            .filter(http -> http.body(one.name()).anyMatch(other -> !other.equals(one)))
            .isPresent();
  }
}
