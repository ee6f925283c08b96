package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where a `;` or a `{` may be missing: a directive whose parameters go on with the name of another
/// directive, preferably on a new line, or that runs into a closing brace.
final class LostTerminator {
  private static final Set<String> BLOCKS =
      Set.of("http", "server", "location", "map", "upstream", "if", "types", "events", "stream");

  private LostTerminator() {}

  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    return WrittenDirectives.of(refusal.subject().configuration(), file)
        .flatMap(directive -> candidates(refusal.subject(), directive));
  }

  private static Stream<Candidate> candidates(Subject subject, Directive directive) {
    List<Integer> swallowed =
        IntStream.range(0, directive.parameterCount())
            .filter(index -> beginsAnother(subject, directive, index))
            .boxed()
            .toList();
    return Stream.concat(
        likely(directive, swallowed).stream().flatMap(index -> before(directive, index)),
        behind(directive));
  }

  /// A block that runs on over several lines has lost its brace at the end of one.
  private static List<Integer> likely(Directive directive, List<Integer> swallowed) {
    List<Integer> atLineEnds =
        swallowed.stream().filter(index -> startsLine(directive.parameterRange(index))).toList();
    return BLOCKS.contains(directive.name()) && !atLineEnds.isEmpty() ? atLineEnds : swallowed;
  }

  /// What a block swallows may be anything, and a line of a map has one value; any other directive
  /// swallows names of others.
  private static boolean beginsAnother(Subject subject, Directive directive, int index) {
    boolean ofMap = Catalogue.of(subject.version()).find(directive.name()).isEmpty();
    return BLOCKS.contains(directive.name())
        || (ofMap && index == 1)
        || isDirective(subject, directive, index);
  }

  /// By its name, which at the start of a line may be misspelt, too.
  private static boolean isDirective(Subject subject, Directive directive, int index) {
    String word = directive.parameters().get(index);
    return !Catalogue.of(subject.version()).find(word).isEmpty()
        || (startsLine(directive.parameterRange(index))
            && Misspelling.meant(subject, word).isPresent());
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
        List.of(Edit.insert(file, end, ";")),
        "end the line of %s (%s) with a semicolon".formatted(directive.name(), directive.where()),
        List.of(lineUpTo(file, end)));
  }

  private static SourceRange lineUpTo(SourceFile file, int end) {
    int start = file.text().lastIndexOf('\n', end - 1) + 1;
    int written = start;
    while (written < end && Character.isWhitespace(file.text().charAt(written))) {
      written++;
    }
    return new SourceRange(file, written, end);
  }

  /// Where several lines have lost their semicolon: those that run into one another, then all of
  /// the file.
  static Stream<Candidate> several(Refusal refusal) {
    return refusal.subject().configuration().files().stream()
        .flatMap(file -> several(refusal, file));
  }

  private static Stream<Candidate> several(Refusal refusal, SourceFile file) {
    List<List<Candidate>> runs =
        WrittenDirectives.of(refusal.subject().configuration(), file)
            .map(directive -> lines(refusal.subject(), directive))
            .filter(lines -> !lines.isEmpty())
            .toList();
    Stream<List<Candidate>> all =
        Stream.of(runs.stream().flatMap(List::stream).toList()).filter(_ -> runs.size() > 1);
    return Stream.concat(runs.stream(), all)
        .filter(lines -> lines.size() > 1)
        .map(LostTerminator::together);
  }

  /// A semicolon before each line that begins with the name of a directive, and at the end.
  private static List<Candidate> lines(Subject subject, Directive directive) {
    Stream<Candidate> before =
        IntStream.range(0, directive.parameterCount())
            .filter(index -> startsLine(directive.parameterRange(index)))
            .filter(index -> beginsAnother(subject, directive, index))
            .boxed()
            .flatMap(index -> before(directive, index));
    return Stream.concat(before, behind(directive))
        .filter(candidate -> !candidate.places().isEmpty())
        .toList();
  }

  private static boolean startsLine(SourceRange range) {
    String text = range.file().text();
    int start = text.lastIndexOf('\n', range.start() - 1) + 1;
    return start > 0 && text.substring(start, range.start()).isBlank();
  }

  private static Candidate together(List<Candidate> lines) {
    List<SourceRange> places = lines.stream().flatMap(line -> line.places().stream()).toList();
    String numbers =
        places.stream()
            .map(place -> String.valueOf(place.line()))
            .collect(Collectors.joining(", "));
    return new Candidate(
        lines.stream().flatMap(line -> line.edits().stream()).toList(),
        "end the lines %s of %s with semicolons"
            .formatted(numbers, places.getFirst().file().name()),
        places);
  }
}
