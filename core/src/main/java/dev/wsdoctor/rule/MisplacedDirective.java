package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.rule.SyntaxMend.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A directive of the `http` level, such as a `map`, that stands in a server: all of its name in
/// that file move out in front of the first server.
final class MisplacedDirective {
  private MisplacedDirective() {}

  static Stream<Candidate> candidates(Subject subject, SourceRange place, String message) {
    if (!message.contains("directive is not allowed here")) {
      return Stream.of();
    }
    Optional<Directive> misplaced = at(subject, place);
    return misplaced
        .filter(directive -> belongsToHttp(subject, directive))
        .flatMap(directive -> moved(subject, directive))
        .stream();
  }

  private static Optional<Directive> at(Subject subject, SourceRange place) {
    return WrittenDirectives.of(subject.configuration(), place.file())
        .filter(directive -> directive.range().start() == place.start())
        .findFirst();
  }

  private static boolean belongsToHttp(Subject subject, Directive directive) {
    return !directive.is("server")
        && Catalogue.of(subject.version()).find(directive.name()).stream()
            .anyMatch(
                meaning ->
                    meaning.contexts().contains(Context.HTTP)
                        && !meaning.contexts().contains(Context.SERVER));
  }

  private static Optional<Candidate> moved(Subject subject, Directive misplaced) {
    List<Directive> all =
        WrittenDirectives.of(subject.configuration(), misplaced.range().file())
            .filter(directive -> directive.is(misplaced.name()))
            .filter(directive -> !isAtHttpLevel(subject, directive))
            .toList();
    return subject
        .configuration()
        .http()
        .flatMap(http -> http.body("server").findFirst())
        .map(server -> moved(all, server));
  }

  private static boolean isAtHttpLevel(Subject subject, Directive directive) {
    return subject
        .configuration()
        .http()
        .filter(http -> http.body(directive.name()).anyMatch(directive::equals))
        .isPresent();
  }

  private static Candidate moved(List<Directive> misplaced, Directive server) {
    List<String> lines = misplaced.stream().flatMap(one -> lines(one).stream()).toList();
    Stream<Edit> removed = misplaced.stream().map(Layout::remove);
    return new Candidate(
        Stream.concat(removed, Stream.of(Layout.before(server, lines))).toList(),
        "move %s out of the server, in front of %s"
            .formatted(BlockTitle.withPlace(misplaced.getFirst()), server.where()),
        List.of());
  }

  /// Its lines without the indentation that they have in common with its first.
  static List<String> lines(Directive directive) {
    SourceFile file = directive.range().file();
    int start = directive.range().start();
    int lineStart = start == 0 ? 0 : file.text().lastIndexOf('\n', start - 1) + 1;
    String indentation = file.text().substring(lineStart, start);
    return directive
        .range()
        .text()
        .lines()
        .map(line -> line.startsWith(indentation) ? line.substring(indentation.length()) : line)
        .toList();
  }
}
