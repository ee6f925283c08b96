package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A blank inside of what is one word to nginx: `http:// 127.0.0.1`, `zone = api`, `30 s`.
final class BrokenWord {
  private BrokenWord() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.says("invalid")
        ? refusal
            .line()
            .flatMap(
                line ->
                    Stream.concat(
                        IntStream.range(0, line.parameterCount() - 1)
                            .filter(index -> isHalf(line, index))
                            .mapToObj(index -> joined(line, index, index + 1)),
                        IntStream.range(0, line.parameterCount() - 2)
                            .filter(
                                index ->
                                    line.parameters().get(index).matches("[a-z_]+")
                                        && line.parameters().get(index + 1).equals("="))
                            .mapToObj(index -> joined(line, index, index + 2))))
        : Stream.of();
  }

  private static boolean isHalf(Directive line, int index) {
    String left = line.parameters().get(index);
    String right = line.parameters().get(index + 1);
    return left.matches(".*://|[a-z_]+=")
        || (left.matches("[a-z_]+") && right.matches("=\\w.*"))
        || right.matches(":\\d+.*")
        || (left.matches(".*\\d") && right.matches("(?i)ms|[smhdwyk]|[kmg]b?|r/[sm]"))
        || (left.matches("https?:?") && right.startsWith("/"));
  }

  private static Candidate joined(Directive line, int first, int last) {
    SourceRange range = Parameters.range(line, first, last);
    String word = range.text().replaceAll("\\s+", "");
    return new Candidate(
        Parameters.joined(line, first, last, word), "write %s without a blank".formatted(word));
  }
}
