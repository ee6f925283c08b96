package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Parameters in another order than nginx reads them, or as other servers group them: the target of
/// a redirect before its code, the page before the statuses, `5xx`, flags in square brackets.
final class OtherOrder {
  private OtherOrder() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.says("invalid", "must be between")
        ? refusal.line().filter(line -> line.parameterCount() > 0).flatMap(OtherOrder::right)
        : Stream.of();
  }

  private static Stream<Candidate> right(Directive line) {
    List<String> words = line.parameters();
    int last = words.size() - 1;
    return switch (line.name()) {
      case "return" ->
          last == 1 && words.get(1).matches("\\d{3}") ? Stream.of(turned(line)) : redirect(line);
      case "rewrite" -> last == 2 ? flag(line, words.get(2)) : Stream.of();
      case "error_page" ->
          words.getFirst().startsWith("/") && words.getLast().matches("=?\\d{3}")
              ? Stream.of(turned(line))
              : classes(line);
      case "add_header", "add_trailer" ->
          last > 0 && words.getFirst().equals("always") ? Stream.of(turned(line)) : Stream.of();
      case "proxy_cache_valid" ->
          last > 0 && words.getFirst().matches("\\d+[a-z]") ? Stream.of(turned(line)) : Stream.of();
      default -> Stream.of();
    };
  }

  /// A redirect with words around its target.
  private static Stream<Candidate> redirect(Directive line) {
    return line.parameter().matches("3\\d\\d") && line.parameterCount() > 2
        ? IntStream.range(1, line.parameterCount())
            .filter(index -> line.parameters().get(index).matches("(?:https?://|/|\\$scheme).*"))
            .limit(1)
            .mapToObj(index -> line.parameterRange(index).text())
            .map(
                target ->
                    new Candidate(
                        Parameters.all(line, line.parameter() + " " + target),
                        "write code and target alone: " + target))
        : Stream.of();
  }

  /// The first behind all others.
  private static Candidate turned(Directive line) {
    String text =
        Stream.concat(IntStream.rangeClosed(1, line.parameterCount() - 1).boxed(), Stream.of(0))
            .map(index -> line.parameterRange(index).text())
            .collect(Collectors.joining(" "));
    return new Candidate(
        Parameters.all(line, text), "write %s %s: in this order".formatted(line.name(), text));
  }

  /// mod_rewrite's flags.
  private static Stream<Candidate> flag(Directive line, String written) {
    if (!written.matches("\\[.*]")) {
      return Stream.of();
    }
    String right =
        written.matches("(?i).*\\bR(?:=30[18])?\\b.*")
            ? written.contains("=302") ? "redirect" : "permanent"
            : written.matches("(?i).*=30[27].*") ? "redirect" : "last";
    return Stream.of(
        new Candidate(
            Parameters.written(line, 2, right), "write %s for %s".formatted(right, written)));
  }

  private static Stream<Candidate> classes(Directive line) {
    String text =
        IntStream.range(0, line.parameterCount())
            .mapToObj(index -> line.parameterRange(index).text())
            .map(
                word ->
                    word.equalsIgnoreCase("5xx")
                        ? "500 502 503 504"
                        : word.equalsIgnoreCase("4xx")
                            ? "400 403 404"
                            : word.replaceFirst(",$", ""))
            .collect(Collectors.joining(" "));
    boolean same = text.equals(Parameters.range(line, 0, line.parameterCount() - 1).text());
    return same
        ? Stream.of()
        : Stream.of(
            new Candidate(Parameters.all(line, text), "name each status: error_page " + text));
  }
}
