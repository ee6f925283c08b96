package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Value;
import java.util.List;

/// nginx answers the handshake with a redirect, which no WebSocket client follows.
final class RedirectInsteadOfUpgrade implements Rule {
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
                "nginx answers %d to %s instead of upgrading".formatted(answer.status(), to),
                why(answer.reason())
                    + " A WebSocket client takes any answer but 101 as a failure (RFC 6455, 4.1).")
            .mendedBy(RedirectMend.of(subject, answer));
    return answer.by().map(line -> finding.at(Place.of(line.head()))).orElse(finding);
  }

  private static String why(AnswerReason reason) {
    return switch (reason) {
      case SLASH_REDIRECT ->
          "A prefix location that ends in a slash and proxies makes nginx redirect the name without the slash.";
      case DIRECTORY_REDIRECT -> "The path names a directory, and nginx adds a slash to it.";
      case RETURN -> "The return directive answers every request that comes here, handshakes too.";
      case REWRITE -> "The rewrite redirects every request that it matches, handshakes too.";
      case DENIED,
          AUTH_BASIC,
          AUTH_REQUEST,
          LIMITED,
          INTERNAL,
          TRY_FILES,
          BAD_REQUEST,
          CYCLE,
          UPSTREAM_UNUSABLE,
          TOO_LARGE,
          OTHER ->
          "An error_page turns the answer into a redirect.";
    };
  }
}
