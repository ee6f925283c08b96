package dev.wsdoctor.rule.selection;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Value;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;

/// nginx answers the handshake with a redirect, which no WebSocket client follows.
public final class RedirectInsteadOfUpgrade implements Rule {
  @Override
  public String id() {
    return "redirect-instead-of-upgrade";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(NginxAnswer::isRedirect)
        .map(answer -> finding(subject, answer))
        .stream()
        .toList();
  }

  private Finding finding(Subject subject, Outcome.Answered answer) {
    String to = answer.location().map(Value::text).orElse("elsewhere");
    Finding finding =
        Finding.of(
                id(),
                Severity.ERROR,
                0.97,
                "nginx answers %s to %s instead of upgrading".formatted(answer.status(), to),
                why(answer.reason())
                    + " A WebSocket client takes any answer but 101 as a failure (RFC 6455, 4.1).")
            .mendedBy(RedirectMend.of(subject, answer));
    return answer.by().map(line -> finding.at(Place.of(line.head()))).orElse(finding);
  }

  /// Any other answer becomes a redirect by an `error_page`.
  private static String why(AnswerReason reason) {
    boolean redirects =
        reason.kind() == AnswerReason.Kind.SLASH
            || reason == AnswerReason.RETURN
            || reason == AnswerReason.REWRITE;
    return redirects ? reason.because() : "An error_page turns the answer into a redirect.";
  }
}
