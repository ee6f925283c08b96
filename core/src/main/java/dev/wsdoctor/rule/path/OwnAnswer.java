package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.RewriteFlag;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The path comes out so that nginx asks nobody and answers 500: it is nothing at all, for the same
/// location again and again, or no path behind a port.
final class OwnAnswer {
  private static final int ZERO_LENGTH = 500;

  /// A prefix, and one group for the rest.
  private static final Pattern STRIPPING =
      Pattern.compile("\\^?([^()]+)\\((?:\\.\\*|\\.\\+)\\)\\$?");

  private static final Pattern BEHIND_A_PORT = Pattern.compile("(?<=:\\d{1,5})\\$\\{?(\\w+)");

  private OwnAnswer() {}

  static Optional<Fault> of(Subject subject) {
    return emptied(subject).or(() -> circling(subject)).or(() -> unusable(subject));
  }

  /// "the rewritten URI has a zero length" (ngx_http_script_regex_end_code).
  private static Optional<Fault> emptied(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> answer.reason() == AnswerReason.REWRITE)
        .filter(answer -> answer.status() == ZERO_LENGTH)
        .flatMap(Outcome.Answered::by)
        .filter(line -> line.is("rewrite") && line.parameterCount() > 1)
        .map(
            line ->
                fault(
                    line,
                    "nothing, for which nginx answers 500",
                    0.97,
                    "The replacement has no more than the group caught, and for this path that is nothing: \"the"
                        + " rewritten URI has a zero length\".",
                    slashed(line)));
  }

  /// The slash in front of the group is left to the pattern, be it there or not.
  private static Fix slashed(Directive rewrite) {
    Matcher pattern = STRIPPING.matcher(rewrite.parameter());
    if (!pattern.matches() || !rewrite.parameters().get(1).startsWith("$")) {
      return Fix.manual("begin the replacement with a slash: " + rewrite.head().text().strip());
    }
    List<Edit> edits = new ArrayList<>();
    WrittenParameter written = WrittenParameter.of(rewrite, 0);
    if (!pattern.group(1).endsWith("/") && !pattern.group(1).endsWith("/?")) {
      edits.add(written.insert(written.text().indexOf('('), "/?"));
    }
    edits.add(WrittenParameter.of(rewrite, 1).insert(0, "/"));
    return Fix.review("begin the replacement with a slash", edits);
  }

  /// After ten rounds: what the rewrite makes is for the same location again.
  private static Optional<Fault> circling(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(NginxAnswer::isCycle)
        .flatMap(_ -> subject.last().decision().location())
        .filter(SocketLocations::isOne)
        .flatMap(
            location ->
                location.scope().own("rewrite").stream().filter(RewriteFlag::looksAnew).findFirst())
        .map(
            line ->
                fault(
                    line,
                    "nothing, since nginx answers 500 after ten rounds",
                    0.97,
                    "Without break nginx looks for a location anew, and what comes out of the rewrite is for the same one"
                        + " again.",
                    Fix.review(
                        "stay in the location with break", List.of(RewriteFlag.breaking(line)))));
  }

  /// `http://127.0.0.1:8080$path` where it begins with no slash: the port is none.
  private static Optional<Fault> unusable(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> answer.reason() == AnswerReason.UPSTREAM_UNUSABLE)
        .flatMap(Outcome.Answered::by)
        .filter(pass -> pass.is("proxy_pass"))
        .flatMap(
            pass ->
                variable(pass)
                    .map(name -> ValueEdits.slashed(subject.last(), subject, name))
                    .filter(edits -> !edits.isEmpty())
                    .map(
                        edits ->
                            fault(
                                pass,
                                "an address that is none: %s".formatted(pass.parameter()),
                                0.95,
                                "What stands right behind the port has to begin with a slash, or be empty.",
                                Fix.review("let the path begin with a slash", edits))));
  }

  private static Optional<String> variable(Directive pass) {
    Matcher matcher = BEHIND_A_PORT.matcher(pass.parameter());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Fault fault(Directive line, String sent, double confidence, String why, Fix mend) {
    return new Fault(line, sent, Severity.ERROR, confidence, why, mend);
  }
}
