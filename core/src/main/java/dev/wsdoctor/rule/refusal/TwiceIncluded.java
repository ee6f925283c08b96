package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.Stream;

/// A file that two includes read, so that all that may be there once is there twice.
final class TwiceIncluded {
  private TwiceIncluded() {}

  /// The include that names the file goes, for another one has it among others.
  static Stream<Candidate> candidates(Refusal refusal) {
    List<Directive> includes = refusal.subject().configuration().includesOf(refusal.place().file());
    return refusal.message().startsWith("duplicate") || refusal.message().contains("a duplicate")
        ? includes.reversed().stream()
            .filter(include -> includes.stream().anyMatch(other -> !other.equals(include)))
            .filter(include -> isLiteral(include) || isRepeated(include, includes))
            .map(
                include ->
                    new Candidate(
                        Layout.remove(include),
                        "take out the include at %s: another one reads %s already"
                            .formatted(include.where(), refusal.place().file().name())))
        : Stream.of();
  }

  private static boolean isLiteral(Directive include) {
    return !include.parameter().matches(".*[*?\\[].*");
  }

  private static boolean isRepeated(Directive include, List<Directive> includes) {
    return includes.stream()
        .anyMatch(other -> !other.equals(include) && other.parameter().equals(include.parameter()));
  }
}
