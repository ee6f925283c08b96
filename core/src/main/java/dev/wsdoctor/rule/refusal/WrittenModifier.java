package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The word between `location` and its name as nginx does not know it: a modifier with its signs
/// exchanged, or the first half of a name with a blank in it.
final class WrittenModifier {
  private static final Map<String, String> MODIFIERS =
      Map.of("~^", "^~", "^", "^~", "==", "=", "=~", "~", "~=", "~", "*~", "~*", "=*", "~*");

  private WrittenModifier() {}

  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    return refusal.message().startsWith("invalid location modifier")
        ? WrittenDirectives.of(refusal.subject().configuration(), file)
            .filter(block -> block.is("location") && block.parameterCount() == 2)
            .filter(block -> refusal.message().contains('"' + block.parameter() + '"'))
            .flatMap(block -> candidate(refusal.subject().target().path(), block))
        : Stream.of();
  }

  private static Stream<Candidate> candidate(String path, Directive location) {
    String written = location.parameter();
    if (MODIFIERS.containsKey(written)) {
      String right = MODIFIERS.getOrDefault(written, "");
      return Stream.of(
          new Candidate(
              new Edit(location.parameterRange(0), right),
              "write %s for %s".formatted(right, written)));
    }
    if (written.startsWith("/") && location.lastParameter().startsWith("/")) {
      return IntStream.range(0, 2)
          .filter(index -> path.startsWith(location.parameters().get(index)))
          .mapToObj(index -> alone(location, index));
    }
    if (written.equals("@")) {
      return Stream.of(joined(location));
    }
    boolean isOne = path.startsWith(written + location.lastParameter());
    return written.startsWith("/")
        ? isOne || !path.startsWith(written)
            ? Stream.of(joined(location))
            : Stream.of(alone(location, 0))
        : Stream.of();
  }

  /// Of two names, as of two paths, that which takes the URL.
  private static Candidate alone(Directive location, int index) {
    return new Candidate(
        Parameters.without(location, 1 - index),
        "give the location one name, %s; %s needs a location of its own"
            .formatted(location.parameters().get(index), location.parameters().get(1 - index)));
  }

  private static Candidate joined(Directive location) {
    SourceRange first = location.parameterRange(0);
    SourceRange both =
        new SourceRange(first.file(), first.start(), location.parameterRange(1).end());
    String name = location.parameter() + location.lastParameter();
    return new Candidate(
        new Edit(both, name), "write the location's name without a blank: " + name);
  }
}
