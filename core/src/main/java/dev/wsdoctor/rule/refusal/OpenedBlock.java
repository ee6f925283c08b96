package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A block whose brace another sign stands for, or stands in front of: `location /ws/ (`, `location
/// /ws/; {`.
final class OpenedBlock {
  private OpenedBlock() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.says("has no opening \"{\"")
        ? refusal.atPlace().flatMap(block -> Stream.concat(ended(block), bracket(block)))
        : Stream.of();
  }

  private static Stream<Candidate> ended(Directive block) {
    SourceRange end = block.terminator();
    String behind = end.file().text().substring(end.end()).stripLeading();
    return end.text().equals(";") && behind.startsWith("{")
        ? Stream.of(new Candidate(Edit.delete(end), "take out the ; in front of the {"))
        : Stream.of();
  }

  private static Stream<Candidate> bracket(Directive block) {
    SourceFile file = block.range().file();
    return IntStream.range(0, block.parameterCount())
        .filter(index -> block.parameterRange(index).text().matches("[(\\[]|.*[^\\w][(]"))
        .limit(1)
        .mapToObj(index -> block.parameterRange(index).end())
        .map(end -> new Edit(new SourceRange(file, end - 1, end), "{"))
        .flatMap(
            open -> {
              int close = closing(file, open.range().end());
              Stream<Edit> edits =
                  close < 0
                      ? Stream.of(open)
                      : Stream.of(open, new Edit(new SourceRange(file, close, close + 1), "}"));
              return Stream.of(
                  new Candidate(edits.toList(), "open the block with {", List.of()),
                  new Candidate(open, "open the block with {"));
            });
  }

  /// A bracket alone on its line.
  private static int closing(SourceFile file, int from) {
    Matcher matcher = Pattern.compile("(?m)^[ \\t]*([)\\]])[ \\t]*\r?$").matcher(file.text());
    return matcher.find(from) ? matcher.start(1) : -1;
  }
}
