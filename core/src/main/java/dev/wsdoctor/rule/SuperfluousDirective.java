package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.rule.SyntaxMend.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directive that stands there twice; of two equal locations rather the one that does not proxy.
final class SuperfluousDirective {
  private SuperfluousDirective() {}

  static Stream<Candidate> candidates(Subject subject, SourceFile file, String message) {
    if (!message.contains("duplicate")) {
      return Stream.of();
    }
    List<Directive> all = WrittenDirectives.of(subject.configuration(), file).toList();
    List<Directive> twice =
        all.stream()
            .filter(one -> all.stream().filter(other -> isSame(one, other)).count() > 1)
            .toList();
    return (twice.isEmpty() ? inAnyFile(subject, message) : twice.stream())
        .sorted(Comparator.comparing(one -> one.body("proxy_pass").findAny().isPresent()))
        .map(
            one ->
                new Candidate(
                    Layout.remove(one),
                    "take %s out, which is there twice".formatted(BlockTitle.withPlace(one))));
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
    return directive.parameters().isEmpty() ? "" : directive.parameters().getLast();
  }

  private static boolean isSame(Directive one, Directive other) {
    return one.is(other.name()) && name(one).equals(name(other));
  }
}
