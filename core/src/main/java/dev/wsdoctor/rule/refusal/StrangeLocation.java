package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A location inside another one that it does not belong to: it moves out, behind that one.
final class StrangeLocation {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "(?:named )?location \"[^\"]*\" (is outside location|cannot be inside the|can be on the server level only).*");

  private StrangeLocation() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return MESSAGE.matcher(refusal.message()).lookingAt()
        ? WrittenDirectives.of(refusal.subject().configuration(), refusal.place().file())
            .filter(outer -> outer.is("location"))
            .flatMap(
                outer ->
                    outer.children().stream()
                        .filter(inner -> holds(inner, refusal.place()))
                        .map(inner -> moved(outer, inner)))
        : Stream.of();
  }

  /// nginx names the line of the opening brace.
  private static boolean holds(Directive inner, SourceRange place) {
    return inner.is("location")
        && inner.range().start() <= place.start()
        && place.start() <= inner.terminator().end();
  }

  private static Candidate moved(Directive outer, Directive inner) {
    List<Edit> edits = List.of(Layout.remove(inner), Layout.after(outer, Layout.lines(inner)));
    return new Candidate(
        edits,
        "move %s out of %s, whose name it does not continue"
            .formatted(BlockTitle.withPlace(inner), BlockTitle.of(outer)),
        List.of());
  }
}
