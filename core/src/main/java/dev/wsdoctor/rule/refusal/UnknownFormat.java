package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An `access_log` in a format that nothing defines, as after copying a server without the
/// `log_format` of its nginx.conf: it takes nginx's own.
final class UnknownFormat {
  private static final Pattern MESSAGE = Pattern.compile("unknown log format \"([^\"]+)\"");

  private UnknownFormat() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    Matcher unknown = MESSAGE.matcher(refusal.message());
    if (!unknown.lookingAt()) {
      return Stream.of();
    }
    Stream<Candidate> later =
        refusal
            .line()
            .flatMap(
                use ->
                    refusal
                        .around(use)
                        .flatMap(
                            block ->
                                block.children().stream()
                                    .filter(
                                        one ->
                                            one.is("log_format")
                                                && one.parameter().equals(unknown.group(1)))
                                    .findFirst())
                        .map(format -> moved(use, format))
                        .stream());
    List<Edit> edits =
        refusal.subject().configuration().files().stream()
            .flatMap(file -> WrittenDirectives.of(refusal.subject().configuration(), file))
            .filter(line -> line.is("access_log") && line.parameterCount() > 1)
            .filter(line -> line.parameters().get(1).equals(unknown.group(1)))
            .map(
                line ->
                    Edit.delete(
                        new SourceRange(
                            line.range().file(),
                            line.parameterRange(0).end(),
                            line.parameterRange(1).end())))
            .toList();
    return Stream.concat(
        later,
        Stream.of(
            new Candidate(edits, "log in nginx's own format: no other is defined", List.of())));
  }

  /// nginx reads downward.
  private static Candidate moved(Directive use, Directive format) {
    return new Candidate(
        List.of(Layout.remove(use), Layout.after(format, Layout.lines(use))),
        "move access_log behind the log_format that it names",
        List.of(use.head()));
  }
}
