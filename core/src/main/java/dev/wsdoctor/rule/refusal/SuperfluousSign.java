package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A lone `=`, `:` or `=>` between a directive, or a field's name, and the value, as other programs
/// want it; nginx takes it for one parameter too many.
final class SuperfluousSign {
  private static final Set<String> SIGNS = Set.of("=", ":", "=>", ":=");

  /// In these the sign means something.
  private static final Set<String> COMPARING = Set.of("location", "error_page", "if");

  private SuperfluousSign() {}

  /// All lines of the file together: it is a habit.
  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    if (!refusal.message().startsWith("invalid number of arguments")) {
      return Stream.of();
    }
    List<Edit> edits =
        WrittenDirectives.of(refusal.subject().configuration(), file)
            .filter(line -> !COMPARING.contains(line.name()))
            .flatMap(SuperfluousSign::signs)
            .toList();
    return edits.isEmpty()
        ? Stream.of()
        : Stream.of(
            new Candidate(
                edits,
                "leave the sign out: a blank stands between names and values",
                edits.stream().map(Edit::range).limit(3).toList()));
  }

  /// With the white space in front of it.
  private static Stream<Edit> signs(Directive line) {
    return IntStream.range(0, line.parameterCount() - 1)
        .filter(index -> SIGNS.contains(line.parameterRange(index).text()))
        .mapToObj(
            index ->
                Edit.delete(
                    new SourceRange(
                        line.range().file(),
                        endBefore(line, index),
                        line.parameterRange(index).end())));
  }

  private static int endBefore(Directive line, int index) {
    return index == 0
        ? line.range().start() + line.name().length()
        : line.parameterRange(index - 1).end();
  }
}
