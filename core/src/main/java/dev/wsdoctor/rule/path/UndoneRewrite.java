package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.rule.Rehearsal;
import dev.wsdoctor.rule.RewriteFlag;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.List;
import java.util.stream.Stream;

/// A rewrite that works in vain: what it takes away the next one puts back, or `proxy_pass` sends
/// the path as it came. The backend is taken to want what the rewrite makes.
final class UndoneRewrite {
  private UndoneRewrite() {}

  static Stream<Wish> of(Subject subject, SentPath path) {
    List<Directive> matched =
        path.proxied().scope().own("rewrite").stream().filter(path::hasMatched).toList();
    return matched.isEmpty()
        ? Stream.of()
        : Stream.concat(
            byRequestUri(subject, path, matched.getFirst()), putBack(subject, path, matched));
  }

  /// `$request_uri` is the path as it came, whatever a rewrite has made of it.
  private static Stream<Wish> byRequestUri(Subject subject, SentPath path, Directive rewrite) {
    boolean asItCame =
        path.pass().parameter().matches("https?://[^$]*\\$(request_uri|\\{request_uri\\})");
    WrittenParameter url = WrittenParameter.of(path.pass(), 0);
    return Stream.of(url)
        .filter(_ -> asItCame)
        .map(written -> written.replace(path.origin().length(), written.text().length(), ""))
        .flatMap(edit -> new Rehearsal(subject, path.hop()).sent(List.of(edit)).stream())
        .map(
            sent ->
                Wish.of(
                        sent,
                        0.77,
                        "$request_uri is the path as it came: \"%s\" has no effect."
                            .formatted(rewrite.head().text().strip()))
                    .asWarning()
                    .at(List.of(path.pass())));
  }

  private static Stream<Wish> putBack(Subject subject, SentPath path, List<Directive> matched) {
    Directive first = matched.getFirst();
    boolean returned =
        matched.size() > 1
            && first.parameterCount() == 2
            && path.sentPath().equals(path.askedPath());
    return Stream.of(first)
        .filter(_ -> returned)
        .flatMap(
            line ->
                new Rehearsal(subject, path.hop())
                    .sent(List.of(RewriteFlag.breaking(line))).stream())
        .map(
            sent ->
                Wish.of(
                        sent,
                        0.84,
                        "Without break the rewrite that follows works on what comes out, and puts back what this one takes away.")
                    .at(List.of(first)));
  }
}
