package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Several values where nginx takes one: a directive that may stand there again gets a line for
/// each, a list of OpenSSL is one word with colons, and `$name=value` is two words.
final class ListedValues {
  private static final Set<String> WITH_COLONS =
      Set.of("ssl_ciphers", "ssl_ecdh_curve", "proxy_ssl_ciphers");

  private static final Pattern ASSIGNED = Pattern.compile("(\\$\\w+)=(.+)");

  private ListedValues() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.miscounted().isPresent()
        ? refusal.line().flatMap(line -> right(refusal, line))
        : Stream.of();
  }

  private static Stream<Candidate> right(Refusal refusal, Directive line) {
    if (line.is("set") && line.parameterCount() == 1) {
      Matcher assigned = ASSIGNED.matcher(line.parameterRange(0).text());
      return assigned.matches()
          ? Stream.of(
              new Candidate(
                  Parameters.written(line, 0, assigned.group(1) + " " + assigned.group(2)),
                  "write name and value apart"))
          : Stream.of();
    }
    if (line.parameterCount() < 2 || line.isBlock()) {
      return Stream.of();
    }
    List<String> words =
        IntStream.range(0, line.parameterCount())
            .mapToObj(index -> line.parameterRange(index).text().replaceFirst(",$", ""))
            .toList();
    if (WITH_COLONS.contains(line.name())) {
      String list = String.join(":", words);
      return Stream.of(
          new Candidate(Parameters.all(line, list), "write the list with colons: " + list));
    }
    return takesOneAgain(refusal, line) ? Stream.of(apart(line, words)) : Stream.of();
  }

  private static boolean takesOneAgain(Refusal refusal, Directive line) {
    return Catalogue.of(refusal.subject().version()).find(line.name()).stream()
        .anyMatch(
            meaning ->
                meaning.repeatable()
                    && meaning.arity().accepts(1)
                    && !meaning.arity().accepts(2)
                    && !meaning.block());
  }

  private static Candidate apart(Directive line, List<String> words) {
    String next = ";\n" + " ".repeat(Math.max(0, line.range().column() - 1)) + line.name() + " ";
    return new Candidate(
        Parameters.all(line, words.stream().collect(Collectors.joining(next))),
        "give each of them a line of %s".formatted(line.name()));
  }
}
