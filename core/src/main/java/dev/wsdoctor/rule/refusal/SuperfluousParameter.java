package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One parameter more than nginx takes, or one that it does not know beside those that it does: it
/// is left out.
final class SuperfluousParameter {
  /// To leave one out of these is to say something else.
  private static final Set<String> WHOLE =
      Set.of("map", "set", "rewrite", "server_name", "try_files", "include");

  private SuperfluousParameter() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return Stream.concat(refused(refusal), tooMany(refusal));
  }

  private static Stream<Candidate> refused(Refusal refusal) {
    return refusal.refusedWord().stream()
        .flatMap(
            word ->
                refusal
                    .line()
                    .filter(line -> !isWhole(line) && line.parameterCount() > 1)
                    .flatMap(
                        line ->
                            IntStream.range(line.is("server") ? 1 : 0, line.parameterCount())
                                .filter(index -> isWord(line.parameters().get(index), word))
                                .mapToObj(index -> without(line, index))));
  }

  private static boolean isWhole(Directive line) {
    boolean returns = line.is("return");
    return WHOLE.contains(line.name()) || (!returns && !line.isBlock() && Guards.isOne(line));
  }

  private static boolean isWord(String parameter, String word) {
    return parameter.equals(word) || parameter.endsWith("=" + word);
  }

  /// The last first: it was added to what is right.
  private static Stream<Candidate> tooMany(Refusal refusal) {
    return refusal.miscounted().isEmpty()
        ? Stream.of()
        : refusal
            .line()
            .filter(line -> !isWhole(line) && line.parameterCount() > 0)
            .filter(line -> takes(refusal, line, line.parameterCount() - 1))
            .flatMap(
                line ->
                    IntStream.iterate(line.parameterCount() - 1, index -> index >= 0, i -> i - 1)
                        .mapToObj(index -> without(line, index)));
  }

  private static boolean takes(Refusal refusal, Directive line, int count) {
    return Catalogue.of(refusal.subject().version()).find(line.name()).stream()
        .anyMatch(meaning -> meaning.arity().accepts(count));
  }

  private static Candidate without(Directive line, int index) {
    return new Candidate(
        Parameters.without(line, index),
        "take %s out of the line of %s (%s), which nginx does not take there"
            .formatted(line.parameters().get(index), line.name(), line.where()));
  }
}
