package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `backup` where it cannot be: behind `ip_hash` and its like, or at all servers of an upstream.
final class RefusedParameter {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "balancing method does not support parameter \"([a-z_]+)\"|no servers in upstream .*");

  private RefusedParameter() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    Matcher refused = MESSAGE.matcher(refusal.message());
    if (!refused.lookingAt()) {
      return Stream.of();
    }
    String parameter = refused.group(1) == null ? "backup" : refused.group(1);
    List<Edit> edits =
        WrittenDirectives.of(refusal.subject().configuration(), refusal.place().file())
            .filter(block -> block.is("upstream") && holds(block, refusal.place()))
            .flatMap(block -> block.children().stream())
            .filter(line -> line.is("server"))
            .flatMap(line -> without(line, parameter))
            .toList();
    return edits.isEmpty()
        ? Stream.of()
        : Stream.of(
            new Candidate(
                edits,
                "take %s out, which this upstream cannot have".formatted(parameter),
                List.of()));
  }

  private static boolean holds(Directive block, SourceRange place) {
    SourceRange range = block.range();
    return range.start() <= place.start() && place.start() <= range.end();
  }

  /// With the white space in front of it.
  private static Stream<Edit> without(Directive server, String parameter) {
    SourceFile file = server.range().file();
    return IntStream.range(1, server.parameterCount())
        .filter(index -> server.parameters().get(index).equals(parameter))
        .mapToObj(
            index ->
                Edit.delete(
                    new SourceRange(
                        file,
                        server.parameterRange(index - 1).end(),
                        server.parameterRange(index).end())));
  }
}
