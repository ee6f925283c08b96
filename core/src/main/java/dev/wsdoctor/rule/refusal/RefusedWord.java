package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The one word that nginx refuses in a line, right but for a sign behind it, an equals sign too
/// many, the unit in an option, a scheme in front of a name server, or a mask that is too long.
final class RefusedWord {
  private RefusedWord() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    Stream<Candidate> word =
        refusal.refusedWord().stream()
            .flatMap(refused -> refusal.line().flatMap(line -> right(line, refused)));
    return Stream.concat(word, commas(refusal));
  }

  private static Stream<Candidate> right(Directive line, String word) {
    Stream<String> texts =
        Stream.of(
                word.replaceFirst("[,;.:]+$", ""),
                word.replaceFirst("^==+", "="),
                option(word),
                scheme(line, word),
                mask(line, word))
            .filter(text -> !text.equals(word) && !text.isEmpty());
    return texts.flatMap(
        text ->
            Parameters.indexes(line, word)
                .mapToObj(
                    index ->
                        new Candidate(
                            Parameters.written(line, index, text),
                            "write %s for %s".formatted(text, word))));
  }

  /// No mask of IPv4 is longer than an address; whom a shorter one was to let in nobody knows.
  private static String mask(Directive line, String word) {
    return Guards.isOne(line)
        ? word
        : word.replaceFirst("^([\\d.]+)/(?:3[3-9]|[4-9]\\d)$", "$1/32");
  }

  /// `fail_timeout=10seconds`.
  private static String option(String word) {
    int equals = word.indexOf('=') + 1;
    return equals == 0
        ? word
        : WrittenUnit.right(word.substring(equals))
            .map(right -> word.substring(0, equals) + right)
            .orElse(word);
  }

  /// Name servers are addresses.
  private static String scheme(Directive line, String word) {
    return line.is("resolver")
        ? word.replaceFirst("^\\w+://", "").replaceFirst("^ttl=", "valid=")
        : word;
  }

  /// Commas between parameters.
  private static Stream<Candidate> commas(Refusal refusal) {
    return refusal.says("invalid")
        ? refusal
            .line()
            .filter(line -> line.parameters().stream().anyMatch(word -> word.endsWith(",")))
            .map(
                line ->
                    new Candidate(
                        IntStream.range(0, line.parameterCount())
                            .filter(index -> line.parameterRange(index).text().endsWith(","))
                            .mapToObj(
                                index ->
                                    Parameters.written(
                                        line,
                                        index,
                                        line.parameterRange(index).text().replaceFirst(",$", "")))
                            .toList(),
                        "leave the commas out: a blank stands between parameters",
                        List.of(line.head())))
        : Stream.of();
  }
}
