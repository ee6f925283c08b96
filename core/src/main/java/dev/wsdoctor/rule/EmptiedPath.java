package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.AnswerReason;
import java.util.List;
import java.util.Optional;

/// A `rewrite` that takes the whole path away: `rewrite ^/chat(.*)$ $1 break` of `/chat`. nginx
/// answers 500, "the rewritten URI has a zero length".
record EmptiedPath(Directive rewrite, String path) {
  static Optional<EmptiedPath> of(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> answer.reason() == AnswerReason.REWRITE && answer.status() == 500)
        .flatMap(answer -> answer.by())
        .filter(rewrite -> rewrite.is("rewrite") && rewrite.parameterCount() > 1)
        .map(rewrite -> new EmptiedPath(rewrite, subject.target().path()));
  }

  /// The slash that the capture had moves in front of it, where it is there for every path.
  Fix mend() {
    SourceRange pattern = rewrite.parameterRange(0);
    SourceRange replacement = rewrite.parameterRange(1);
    int capture = pattern.text().indexOf("(.*)");
    boolean plain =
        replacement.text().equals("$1")
            && capture > 0
            && pattern.text().indexOf('(') == capture
            && pattern.text().charAt(capture - 1) != '/';
    return plain
        ? Fix.review(
            "let the rewrite leave a slash",
            List.of(
                Edit.insert(pattern.file(), pattern.start() + capture, "/?"),
                Edit.insert(replacement.file(), replacement.start(), "/")))
        : Fix.manual("let the replacement begin with a slash");
  }
}
