package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A regular expression that PCRE does not compile: a bracket that nobody closes, or that closes
/// nothing, or an asterisk as the shell means it.
final class BrokenPattern {
  private static final Pattern REGEX = Pattern.compile("pcre2?_compile\\(\\) failed: (.*)");

  private BrokenPattern() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.group(REGEX).stream()
        .flatMap(
            why ->
                refusal
                    .line()
                    .flatMap(
                        line ->
                            Stream.concat(
                                name(line, why),
                                IntStream.range(0, line.parameterCount())
                                    .boxed()
                                    .flatMap(
                                        index ->
                                            mended(line.parameterRange(index).text(), why)
                                                .map(
                                                    text ->
                                                        new Candidate(
                                                            Parameters.written(line, index, text),
                                                            advice(text)))))));
  }

  /// The key of a line of a map.
  private static Stream<Candidate> name(Directive line, String why) {
    return line.name().startsWith("~")
        ? mended(Parameters.name(line).text(), why)
            .map(text -> new Candidate(new Edit(Parameters.name(line), text), advice(text)))
        : Stream.of();
  }

  private static String advice(String text) {
    return "complete the regular expression: " + text;
  }

  private static Stream<String> mended(String written, String why) {
    if (why.contains("missing closing parenthesis") || why.contains("missing )")) {
      return inserted(written, ")");
    }
    if (why.contains("missing terminating ]")) {
      return inserted(written, "]");
    }
    if (why.contains("unmatched closing parenthesis") || why.contains("unmatched parenthes")) {
      return unmatched(written).stream();
    }
    return why.contains("quantifier does not follow") || why.contains("nothing to repeat")
        ? Stream.of(written.replaceAll("(?<![.)\\]\\w}])\\*", ".*")).filter(t -> !t.equals(written))
        : Stream.of();
  }

  /// Without the bracket that closes nothing.
  private static Optional<String> unmatched(String written) {
    int depth = 0;
    for (int i = 0; i < written.length(); i++) {
      boolean escaped = i > 0 && written.charAt(i - 1) == '\\';
      depth += escaped ? 0 : written.charAt(i) == '(' ? 1 : written.charAt(i) == ')' ? -1 : 0;
      if (depth < 0) {
        return Optional.of(written.substring(0, i) + written.substring(i + 1));
      }
    }
    return Optional.empty();
  }

  /// Behind the words that alternate, or at the end, in front of what anchors it.
  private static Stream<String> inserted(String written, String bracket) {
    int opened = written.lastIndexOf(bracket.equals(")") ? '(' : '[');
    if (opened < 0) {
      return Stream.of();
    }
    String tail =
        written.endsWith("$")
            ? "$"
            : written.matches(".*[\"']$") ? written.substring(written.length() - 1) : "";
    String body = written.substring(0, written.length() - tail.length());
    Stream<String> words =
        body.substring(opened).matches("\\((?:\\?[:<\\w>]+)?[\\w|]+\\|\\w+[/\\\\].*")
            ? Stream.of(
                body.substring(0, opened)
                    + body.substring(opened).replaceFirst("(\\|\\w+)(?=[/\\\\][^|]*$)", "$1)")
                    + tail)
            : Stream.of();
    Stream<String> slash =
        body.endsWith("/")
            ? Stream.of(body.substring(0, body.length() - 1) + bracket + "/" + tail)
            : Stream.of();
    return Stream.of(words, slash, Stream.of(body + bracket + tail)).flatMap(texts -> texts);
  }
}
