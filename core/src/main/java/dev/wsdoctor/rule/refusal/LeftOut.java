package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The last resort: the line that nginx refuses is left out, where neither the way of the request
/// nor what keeps strangers out hangs on it.
final class LeftOut {
  /// Without these the site is another one.
  private static final Set<String> NEEDED =
      Set.of(
          "ssl_certificate",
          "ssl_certificate_key",
          "events",
          "http",
          "server",
          "location",
          "upstream",
          "map",
          "listen",
          "server_name",
          "proxy_pass",
          "root",
          "include");

  private LeftOut() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    // which of two values is meant, a person has to say
    boolean twice = refusal.says("duplicate") && !refusal.says("the duplicate");
    return refusal
        .line()
        .filter(line -> isRepeated(refusal, line) || (!twice && isDispensable(refusal, line)))
        .map(LeftOut::without);
  }

  /// A `return` outside of servers returns nothing to anybody.
  private static boolean isDispensable(Refusal refusal, Directive line) {
    boolean outside = line.is("return") && refusal.says("is not allowed here");
    return !NEEDED.contains(line.name()) && (outside || !Guards.isOne(line));
  }

  /// One that says nothing, or nothing more than another one in its block.
  private static boolean isRepeated(Refusal refusal, Directive line) {
    boolean empty = !line.isBlock() && refusal.says("has no opening \"{\"");
    return empty
        || (line.is("include") && line.parameterCount() == 0)
        || ((line.is("events") || !line.isBlock())
            && siblings(refusal, line).anyMatch(other -> isSame(other, line)));
  }

  private static Stream<Directive> siblings(Refusal refusal, Directive line) {
    return refusal
        .around(line)
        .map(Directive::body)
        .orElseGet(() -> refusal.subject().configuration().body());
  }

  private static boolean isSame(Directive other, Directive line) {
    return !other.equals(line)
        && other.is(line.name())
        && other.parameters().equals(line.parameters());
  }

  private static Candidate without(Directive line) {
    return new Candidate(
        List.of(Layout.remove(line)),
        "take %s out: nginx cannot make anything of it, and the socket does not need it; or correct it, if you know what it was to do"
            .formatted(BlockTitle.withPlace(line)),
        List.of(line.head()));
  }
}
