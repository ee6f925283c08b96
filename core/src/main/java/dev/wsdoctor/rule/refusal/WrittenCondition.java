package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The condition of an `if` as other languages write it: `==`, no brackets, no blanks, no dollar, a
/// negation in front, a comparison with nothing.
final class WrittenCondition {
  private static final Map<String, String> OPERATORS =
      Map.ofEntries(
          Map.entry("==", "="),
          Map.entry("===", "="),
          Map.entry("eq", "="),
          Map.entry("is", "="),
          Map.entry("-eq", "="),
          Map.entry("!==", "!="),
          Map.entry("<>", "!="),
          Map.entry("ne", "!="),
          Map.entry("-ne", "!="),
          Map.entry("=~", "~"),
          Map.entry("~=", "~"),
          Map.entry("*~", "~*"),
          Map.entry("contains", "~"),
          Map.entry("matches", "~"),
          Map.entry("=", "="),
          Map.entry("!=", "!="),
          Map.entry("~", "~"),
          Map.entry("~*", "~*"),
          Map.entry("!~", "!~"),
          Map.entry("!~*", "!~*"));

  private static final Pattern COMPARISON =
      Pattern.compile(
          "(\\$?\\{?\\w+}?)\\s*([=!~<>*]{1,3}|(?<=\\s)-?[a-z]+(?=\\s))\\s*(\"[^\"]*\"|'[^']*'|\\S*)");

  private static final Pattern NEGATED = Pattern.compile("!\\s*(\\$\\w+)");

  private WrittenCondition() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    boolean variable = refusal.message().matches("unknown \"[^\"]*[=!~<>][^\"]*\" variable");
    return variable || refusal.says("invalid condition", "in condition")
        ? refusal
            .in(refusal.place().file())
            .filter(line -> line.is("if") && isAt(line, refusal.place()))
            .flatMap(line -> right(line).stream())
        : Stream.of();
  }

  private static boolean isAt(Directive line, SourceRange place) {
    return line.range().start() <= place.start() && place.start() <= line.terminator().end();
  }

  private static Optional<Candidate> right(Directive line) {
    SourceFile file = line.range().file();
    SourceRange words = new SourceRange(file, line.parameterRange(0).start(), line.head().end());
    return condition(words.text())
        .map(text -> "(" + text + ")")
        .filter(text -> !text.equals(words.text()))
        .map(
            text ->
                new Candidate(new Edit(words, text), "write the condition as %s".formatted(text)));
  }

  /// The text between the brackets, as nginx reads it.
  private static Optional<String> condition(String written) {
    String bare = written.strip().replaceFirst("\\s+then$", "").replaceFirst("^\"(.*)\"$", "$1");
    String inside = bare.replaceFirst("^\\(", "").strip();
    inside =
        inside.endsWith(")") && !isOfPattern(inside)
            ? inside.substring(0, inside.length() - 1).strip()
            : inside;
    Matcher negated = NEGATED.matcher(inside);
    if (negated.matches()) {
      return Optional.of(negated.group(1) + " = \"\"");
    }
    Matcher comparison = COMPARISON.matcher(inside);
    return comparison.matches() && OPERATORS.containsKey(comparison.group(2))
        ? Optional.of(
            "%s %s %s"
                .formatted(
                    variable(comparison.group(1)),
                    OPERATORS.getOrDefault(comparison.group(2), ""),
                    value(comparison.group(2), comparison.group(3))))
        : inside.matches("\\$?\\w+") ? Optional.of(variable(inside)) : Optional.empty();
  }

  /// Whether the bracket at the end closes one of a regular expression.
  private static boolean isOfPattern(String inside) {
    return inside.chars().filter(c -> c == '(').count()
        == inside.chars().filter(c -> c == ')').count();
  }

  private static String variable(String name) {
    return name.startsWith("$") ? name : "$" + name;
  }

  private static String value(String operator, String text) {
    boolean delimited = operator.equals("=~") && text.matches("/.+/");
    return text.isEmpty() ? "\"\"" : delimited ? text.substring(1, text.length() - 1) : text;
  }
}
