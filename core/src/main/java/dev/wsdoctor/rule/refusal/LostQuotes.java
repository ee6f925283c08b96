package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A text of several words, or with a semicolon in it, without quotes around it: each word is a
/// parameter to nginx.
final class LostQuotes {
  /// Which parameter of them is the text.
  private static final Map<String, Integer> TEXT_AT =
      Map.of(
          "add_header", 1,
          "add_trailer", 1,
          "proxy_set_header", 1,
          "auth_basic", 0,
          "return", 1,
          "set", 1,
          "default_type", 0,
          "proxy_set_body", 0);

  /// What may stand behind the text.
  private static final Set<String> BEHIND = Set.of("always");

  private LostQuotes() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    Stream<Candidate> semicolon =
        refusal.says("unknown directive")
            ? refusal.line().flatMap(line -> acrossSemicolon(refusal, line))
            : Stream.of();
    Stream<Candidate> words =
        refusal.miscounted().isPresent() || refusal.says("invalid parameter")
            ? refusal.line().flatMap(LostQuotes::words)
            : Stream.of();
    return Stream.concat(semicolon, words);
  }

  private static Stream<Candidate> words(Directive line) {
    int from = TEXT_AT.getOrDefault(line.name(), Integer.MAX_VALUE);
    int last = line.parameterCount() - 1;
    int to = last > 0 && BEHIND.contains(line.lastParameter()) ? last - 1 : last;
    if (from >= to || !isText(line, from)) {
      return Stream.of();
    }
    SourceRange range = Parameters.range(line, from, to);
    boolean host = line.is(HeaderSettings.DIRECTIVE) && line.parameter().equalsIgnoreCase("host");
    return host && to - from == 1
        ? Stream.of(
            new Candidate(
                new Edit(range, range.text().replaceAll("\\s+", ":").replace("::", ":")),
                "write host and port as one word"))
        : Stream.of(quoted(range));
  }

  /// Not where a lone sign is too much, a redirect has words before its target, or a word is one of
  /// another directive.
  private static boolean isText(Directive line, int from) {
    List<String> words = line.parameters().subList(from, line.parameterCount());
    boolean redirect = line.is("return") && line.parameter().matches("3\\d\\d");
    return words.stream()
            .noneMatch(word -> word.matches("=>?|:=?|==") || (redirect && word.contains("://")))
        && !line.parameter().equals("always")
        && !(line.is(HeaderSettings.DIRECTIVE)
            && line.lastParameter().matches("if_not_empty|always"));
  }

  private static Candidate quoted(SourceRange range) {
    String inside = range.text().replaceAll("^\"(.*)\"$", "$1");
    return new Candidate(
        new Edit(range, Parameters.quoted(inside)), "put the text of several words in quotes");
  }

  /// `add_header Name max-age=1; includeSubDomains;`: what stands behind the semicolon, in the same
  /// line, is more of the value.
  private static Stream<Candidate> acrossSemicolon(Refusal refusal, Directive rest) {
    SourceFile file = rest.range().file();
    return refusal
        .in(file)
        .filter(line -> TEXT_AT.getOrDefault(line.name(), 2) < line.parameterCount())
        .filter(line -> line.range().line() == rest.range().line())
        .filter(line -> line.range().end() <= rest.range().start())
        .map(
            line -> {
              int from = line.parameterRange(TEXT_AT.getOrDefault(line.name(), 1)).start();
              String text = file.text().substring(from, lastEnd(refusal, rest));
              String always = text.endsWith(" always;") ? " always" : "";
              int end = from + text.length() - 1 - always.length();
              return quoted(new SourceRange(file, from, end));
            });
  }

  /// The end of the last directive in the line.
  private static int lastEnd(Refusal refusal, Directive rest) {
    return refusal
        .in(rest.range().file())
        .filter(line -> line.range().line() == rest.range().line())
        .mapToInt(line -> line.range().end())
        .max()
        .orElseGet(() -> rest.range().end());
  }
}
