package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.rule.SyntaxMend.Candidate;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where a `;` or a `{` may be missing: a directive whose parameters go on with the name of another
/// directive, preferably on a new line, or that runs into a closing brace.
final class LostTerminator {
  private static final Set<String> BLOCKS =
      Set.of("http", "server", "location", "map", "upstream", "if", "types", "events", "stream");

  private LostTerminator() {}

  static Stream<Candidate> candidates(Subject subject, SourceFile file) {
    return WrittenDirectives.of(subject.configuration(), file)
        .flatMap(directive -> candidates(subject, directive));
  }

  private static Stream<Candidate> candidates(Subject subject, Directive directive) {
    Stream<Candidate> swallowed =
        IntStream.range(0, directive.parameterCount())
            .filter(index -> beginsAnother(subject, directive, index))
            .boxed()
            .flatMap(index -> before(directive, index));
    return Stream.concat(swallowed, behind(directive));
  }

  /// What a block swallows may be anything, and a line of a map has one value; any other directive
  /// swallows names of others.
  private static boolean beginsAnother(Subject subject, Directive directive, int index) {
    boolean ofMap = Catalogue.of(subject.version()).find(directive.name()).isEmpty();
    return BLOCKS.contains(directive.name())
        || (ofMap && index == 1)
        || !Catalogue.of(subject.version()).find(directive.parameters().get(index)).isEmpty();
  }

  private static Stream<Candidate> before(Directive directive, int index) {
    SourceFile file = directive.range().file();
    int end = index == 0 ? nameEnd(directive) : directive.parameterRange(index - 1).end();
    return ended(directive, file, end);
  }

  private static int nameEnd(Directive directive) {
    return directive.range().start() + directive.name().length();
  }

  /// Behind its last parameter, where a `}` follows or the file ends.
  private static Stream<Candidate> behind(Directive directive) {
    SourceFile file = directive.range().file();
    int end = directive.head().end();
    boolean ended = directive.isBlock() || directive.terminator().text().equals(";");
    if (ended) {
      return Stream.of();
    }
    return ended(directive, file, end);
  }

  /// `server` is a block in http and a line in an upstream.
  private static Stream<Candidate> ended(Directive directive, SourceFile file, int end) {
    Candidate semicolon = semicolon(directive, file, end);
    return BLOCKS.contains(directive.name())
        ? Stream.of(opening(directive, file, end), semicolon)
        : Stream.of(semicolon);
  }

  private static Candidate opening(Directive directive, SourceFile file, int end) {
    return new Candidate(
        Edit.insert(file, end, " {"), "open the block of %s with {".formatted(directive.where()));
  }

  private static Candidate semicolon(Directive directive, SourceFile file, int end) {
    return new Candidate(
        Edit.insert(file, end, ";"),
        "end the line of %s (%s) with a semicolon".formatted(directive.name(), directive.where()));
  }
}
