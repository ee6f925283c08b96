package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.Stream;

/// A block directly inside one of its own name, as `http` in `http`: the inner one's lines stay,
/// its braces go.
final class DoubledBlock {
  private DoubledBlock() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.says("directive is not allowed here")
        ? refusal
            .line()
            .filter(block -> block.isBlock() && isDoubled(refusal, block))
            .map(DoubledBlock::unwrapped)
        : Stream.of();
  }

  private static boolean isDoubled(Refusal refusal, Directive block) {
    return refusal.around(block).filter(outer -> outer.is(block.name())).isPresent();
  }

  private static Candidate unwrapped(Directive block) {
    SourceFile file = block.range().file();
    int start = lineStart(file, block.range().start());
    int close = lineStart(file, block.range().end() - 1);
    return new Candidate(
        List.of(
            Edit.delete(
                new SourceRange(
                    file,
                    start,
                    block.terminator().end() + lineEnd(file, block.terminator().end()))),
            Edit.delete(
                new SourceRange(
                    file, close, block.range().end() + lineEnd(file, block.range().end())))),
        "take out the second %s { and its }: it stands inside the first".formatted(block.name()),
        List.of(block.head()));
  }

  /// Where its line begins, if nothing else stands in front.
  private static int lineStart(SourceFile file, int offset) {
    int start = file.text().lastIndexOf('\n', offset - 1) + 1;
    return file.text().substring(start, offset).isBlank() ? start : offset;
  }

  private static int lineEnd(SourceFile file, int offset) {
    return file.text().startsWith("\r\n", offset)
        ? 2
        : file.text().startsWith("\n", offset) ? 1 : 0;
  }
}
