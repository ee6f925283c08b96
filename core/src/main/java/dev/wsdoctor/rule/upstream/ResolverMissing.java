package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A variable in proxy_pass names a host and there is no `resolver`: nginx cannot look it up at run
/// time.
public final class ResolverMissing implements Rule {
  private static final Pattern VARIABLE_HOST = Pattern.compile("(https?://)(\\$\\w+)((?::\\d+)?)");

  private static final Pattern REQUEST_URI =
      Pattern.compile("(https?://[\\w.-]+(?::\\d+)?)\\$(?:request_uri|\\{request_uri\\})");

  /// A URL that is none at all makes nginx answer 500.
  private static final int BAD_GATEWAY = 502;

  @Override
  public String id() {
    return "resolver-missing";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> answer.reason() == AnswerReason.UPSTREAM_UNUSABLE)
        .filter(answer -> answer.status() == BAD_GATEWAY)
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
        .map(pass -> List.of(finding(subject, pass)))
        .orElse(List.of());
  }

  private Finding finding(Subject subject, Directive pass) {
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
            MisspeltPool.mend(subject, pass)
                .or(() -> literal(subject, pass))
                .or(() -> withoutUri(subject, pass))
                .orElseGet(
                    () ->
                        Fix.manual(
                            "set resolver in http to a name server of this machine (Docker: resolver 127.0.0.11;), or name the host without a variable")));
  }

  /// Where the variable is a constant, its name can be written out: then nginx looks it up when it
  /// loads. With a URI part the meaning would change.
  private static Optional<Fix> literal(Subject subject, Directive pass) {
    Matcher host = VARIABLE_HOST.matcher(pass.parameter());
    Optional<Scope> scope = subject.last().decision().scope();
    if (!host.matches() || scope.isEmpty()) {
      return Optional.empty();
    }
    return scope.get().chain().reversed().stream()
        .flatMap(level -> level.own("set").stream())
        .filter(set -> set.parameters().size() == 2 && set.parameter().equals(host.group(2)))
        .map(set -> set.parameters().get(1))
        .filter(name -> name.matches("[\\w.-]+"))
        .findFirst()
        .map(name -> host.group(1) + name + host.group(3))
        .map(
            url ->
                Fix.review(
                    "name the host without a variable",
                    List.of(new Edit(pass.parameterRange(0), url))));
  }

  /// Without a URI part nginx sends the request's URI on as it came, which is `$request_uri`.
  private static Optional<Fix> withoutUri(Subject subject, Directive pass) {
    Matcher url = REQUEST_URI.matcher(pass.parameter());
    boolean rewritten =
        subject.last().decision().scope().filter(scope -> scope.own("rewrite").isEmpty()).isEmpty();
    return url.matches() && !rewritten
        ? Optional.of(
            Fix.review(
                "leave $request_uri out, which is what nginx sends without it: then the host is looked up when it loads",
                List.of(new Edit(pass.parameterRange(0), url.group(1)))))
        : Optional.empty();
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
