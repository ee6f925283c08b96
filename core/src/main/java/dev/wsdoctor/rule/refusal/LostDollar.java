package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.directive.BuiltInVariables;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A variable without its dollar where nginx wants one, or a dollar without its variable.
final class LostDollar {
  private static final Pattern NAME = Pattern.compile("invalid variable name \"(\\w+)\"");
  private static final Pattern OPEN =
      Pattern.compile("the closing bracket in \"(\\w+)\" variable is missing");
  private static final Set<String> READING = Set.of("map", "geo", "split_clients");

  private LostDollar() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    Stream<Candidate> named =
        refusal.group(NAME).stream()
            .flatMap(name -> refusal.line().map(line -> named(refusal, line, name)));
    Stream<Candidate> closed =
        refusal.group(OPEN).stream()
            .flatMap(
                name ->
                    refusal.everywhere().flatMap(line -> replaced(line, "${" + name, "$" + name)));
    Stream<Candidate> alone =
        refusal.message().equals("invalid variable name")
            ? refusal
                .everywhere()
                .filter(line -> line.is(HeaderSettings.DIRECTIVE))
                .flatMap(LostDollar::usual)
            : Stream.of();
    return Stream.of(named, closed, alone).flatMap(candidates -> candidates);
  }

  private static Candidate named(Refusal refusal, Directive line, String name) {
    List<Edit> edits =
        IntStream.range(0, line.parameterCount())
            .filter(
                index -> line.parameters().get(index).equals(name) || isRead(refusal, line, index))
            .mapToObj(
                index -> Edit.insert(line.range().file(), line.parameterRange(index).start(), "$"))
            .toList();
    return new Candidate(edits, "write variables with a dollar: $" + name, List.of());
  }

  private static boolean isRead(Refusal refusal, Directive line, int index) {
    String word = line.parameters().get(index);
    return READING.contains(line.name())
        && index == 0
        && BuiltInVariables.of(refusal.subject().version()).contains(word);
  }

  private static Stream<Candidate> replaced(Directive line, String open, String right) {
    return line.isBlock()
        ? Stream.of()
        : IntStream.range(0, line.parameterCount())
            .filter(index -> line.parameters().get(index).contains(open))
            .filter(index -> !line.parameters().get(index).contains(open + "}"))
            .mapToObj(
                index ->
                    new Candidate(
                        Parameters.written(
                            line, index, line.parameterRange(index).text().replace(open, right)),
                        "write %s for %s".formatted(right, open)));
  }

  /// A field with a bare dollar.
  private static Stream<Candidate> usual(Directive line) {
    Optional<String> value = HeaderSettings.usualValue(line.parameter().toLowerCase(Locale.ROOT));
    return line.lastParameter().equals("$")
        ? value
            .map(
                text ->
                    new Candidate(
                        Parameters.written(line, 1, text),
                        "send %s in %s".formatted(text, line.parameter())))
            .stream()
        : Stream.of();
  }
}
