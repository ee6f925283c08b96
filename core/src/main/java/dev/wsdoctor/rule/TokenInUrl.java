package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Secrets in the query string reach the access log.
final class TokenInUrl implements Rule {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)[?&](access_token|token|auth|auth_token|api_key|apikey|key|jwt|password|secret|userToken|session)=[^&]+");

  @Override
  public String id() {
    return "token-in-url";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    Matcher matcher = SECRET.matcher(subject.target().requestTarget());
    boolean logged =
        subject
            .last()
            .decision()
            .scope()
            .filter(
                scope ->
                    scope
                        .setting("access_log")
                        .filter(log -> log.parameter().equals("off"))
                        .isPresent())
            .isEmpty();
    return matcher.find() && logged ? List.of(finding(matcher.group(1))) : List.of();
  }

  private Finding finding(String name) {
    return Finding.of(
            id(),
            Severity.NOTE,
            0.2,
            "the value of %s in the URL is written to the access log".formatted(name),
            "The usual log formats hold the whole request line, and a socket's line stays there for as long as the"
                + " log does.")
        .mendedBy(
            Fix.manual(
                "log $uri instead of $request for this location, or send the secret in the first message"));
  }
}
