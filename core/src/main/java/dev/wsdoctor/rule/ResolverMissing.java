package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;

/// A variable in proxy_pass names a host and there is no `resolver`: nginx cannot look it up at run
/// time.
final class ResolverMissing implements Rule {
  @Override
  public String id() {
    return "resolver-missing";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> answer.reason() == AnswerReason.UPSTREAM_UNUSABLE)
        .filter(
            answer ->
                subject
                    .last()
                    .decision()
                    .scope()
                    .filter(scope -> scope.setting("resolver").isEmpty())
                    .isPresent())
        .flatMap(Outcome.Answered::by)
        .filter(pass -> pass.parameter().contains("$"))
        .map(pass -> List.of(finding(pass)))
        .orElse(List.of());
  }

  private Finding finding(Directive pass) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.95,
            "%s needs a resolver and none is set".formatted(pass.head().text().strip()),
            "A host name from a variable is looked up for each request, by the servers of the resolver directive"
                + " alone, never by /etc/resolv.conf; without one nginx answers 502 (\"no resolver defined to"
                + " resolve\").")
        .at(Place.of(pass.head()))
        .mendedBy(
            Fix.manual(
                "set resolver in http to a name server of this machine (Docker: resolver 127.0.0.11;), or name the host without a variable"));
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
