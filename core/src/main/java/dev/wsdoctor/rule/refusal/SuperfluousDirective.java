package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directive that stands there twice; of two equal locations rather the one that does not proxy.
final class SuperfluousDirective {
  private SuperfluousDirective() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    if (refusal.message().startsWith("conflicting parameter")) {
      return row(refusal.subject(), refusal.place());
    }
    if (!refusal.message().contains("duplicate")
        || refusal.message().contains("duplicate upstream")) {
      return Stream.of();
    }
    return Stream.of(
            included(refusal.subject(), refusal.place()),
            overridden(refusal),
            twice(refusal.subject(), refusal.place().file(), refusal.message()))
        .flatMap(candidates -> candidates);
  }

  /// What an include has brought in already, word for word.
  private static Stream<Candidate> included(Subject subject, SourceRange place) {
    return at(subject, place)
        .filter(here -> !here.isBlock())
        .filter(
            here ->
                subject.configuration().files().stream()
                    .filter(file -> file != place.file())
                    .flatMap(file -> WrittenDirectives.of(subject.configuration(), file))
                    .anyMatch(
                        other ->
                            other.is(here.name()) && other.parameters().equals(here.parameters())))
        .map(SuperfluousDirective::without);
  }

  /// A row of a map or the like whose key an earlier row with the same value has: `close` and
  /// `Close` are one, since keys have no case.
  private static Stream<Candidate> row(Subject subject, SourceRange place) {
    return at(subject, place)
        .filter(
            here ->
                WrittenDirectives.of(subject.configuration(), place.file())
                    .filter(other -> other.range().start() < place.start())
                    .anyMatch(
                        other ->
                            other.name().equalsIgnoreCase(here.name())
                                && other.parameters().equals(here.parameters())))
        .map(SuperfluousDirective::without);
  }

  private static Stream<Directive> at(Subject subject, SourceRange place) {
    return WrittenDirectives.of(subject.configuration(), place.file())
        .filter(directive -> directive.range().start() == place.start())
        .limit(1);
  }

  /// What is set twice and differently in one block: the later line was written by somebody who
  /// wanted another value.
  private static Stream<Candidate> overridden(Refusal refusal) {
    return refusal.says("directive is duplicate")
        ? refusal
            .line()
            .filter(line -> !line.isBlock())
            .flatMap(
                line ->
                    refusal.around(line).stream()
                        .flatMap(block -> block.children().stream())
                        .filter(other -> other.is(line.name()) && !other.equals(line))
                        .filter(other -> !other.parameters().equals(line.parameters()))
                        .limit(1)
                        .map(other -> overridden(other, line)))
        : Stream.of();
  }

  private static Candidate overridden(Directive earlier, Directive later) {
    return new Candidate(
        List.of(Layout.remove(earlier)),
        "take %s out: %s sets another value"
            .formatted(BlockTitle.withPlace(earlier), BlockTitle.withPlace(later)),
        List.of(later.head(), earlier.head()));
  }

  private static Candidate without(Directive one) {
    return new Candidate(
        Layout.remove(one),
        "take %s out, which is there twice".formatted(BlockTitle.withPlace(one)));
  }

  private static Stream<Candidate> twice(Subject subject, SourceFile file, String message) {
    List<Directive> all = WrittenDirectives.of(subject.configuration(), file).toList();
    List<Directive> twice =
        all.stream()
            .filter(one -> all.stream().filter(other -> isSame(one, other)).count() > 1)
            .toList();
    return (twice.isEmpty() ? inAnyFile(subject, message) : twice.stream())
        .sorted(
            Comparator.comparing((Directive one) -> one.body("proxy_pass").findAny().isPresent())
                .thenComparingLong(one -> one.body().count()))
        .map(SuperfluousDirective::without);
  }

  /// What an included file has a second time: locations of the name that nginx complains of.
  private static Stream<Directive> inAnyFile(Subject subject, String message) {
    return subject.configuration().files().stream()
        .flatMap(file -> WrittenDirectives.of(subject.configuration(), file))
        .filter(one -> one.is("location"))
        .filter(one -> message.contains("location \"%s\"".formatted(name(one))));
  }

  /// `^~ /x` and `/x` are one location.
  private static String name(Directive directive) {
    return directive.parameters().isEmpty() ? "" : directive.lastParameter();
  }

  private static boolean isSame(Directive one, Directive other) {
    boolean comparable = !one.isBlock() || one.is("location") || one.is("upstream");
    return comparable && one.is(other.name()) && name(one).equals(name(other));
  }
}
