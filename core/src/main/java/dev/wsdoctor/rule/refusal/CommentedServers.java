package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An upstream that has no server, since all of them are comments: the first of them is one again.
final class CommentedServers {
  private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*(#[# \\t]*)server\\s+[^;]+;");

  private CommentedServers() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.says("no servers are inside upstream")
        ? refusal
            .in(refusal.place().file())
            .filter(block -> block.is("upstream") && block.range().contains(refusal.place()))
            .flatMap(CommentedServers::first)
        : Stream.of();
  }

  private static Stream<Candidate> first(Directive upstream) {
    SourceFile file = upstream.range().file();
    int start = upstream.range().start();
    return COMMENT
        .matcher(upstream.range().text())
        .results()
        .limit(1)
        .map(found -> new SourceRange(file, start + found.start(1), start + found.end(1)))
        .map(
            sign ->
                new Candidate(
                    List.of(Edit.delete(sign)),
                    "take the server of upstream %s out of its comment"
                        .formatted(upstream.parameter()),
                    List.of(sign)));
  }
}
