package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Step;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The variables of `proxy_pass` make no URL for this request, most often since one of them is
/// empty: nginx answers 500.
public final class UpstreamUrlInvalid implements Rule {
  private static final int INTERNAL_SERVER_ERROR = 500;

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");

  /// A path behind the port is that of `proxy-pass-rewrites-path`.
  private static final Pattern PATH_BEHIND_A_PORT = Pattern.compile(":\\d{1,5}\\$");

  @Override
  public String id() {
    return "upstream-url-invalid";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> answer.reason() == AnswerReason.UPSTREAM_UNUSABLE)
        .filter(answer -> answer.status() == INTERNAL_SERVER_ERROR)
        .flatMap(Outcome.Answered::by)
        .filter(pass -> VARIABLE.matcher(pass.parameter()).find())
        .filter(pass -> !PATH_BEHIND_A_PORT.matcher(pass.parameter()).find())
        .map(pass -> finding(subject, pass))
        .stream()
        .toList();
  }

  private Finding finding(Subject subject, Directive pass) {
    Optional<EmptyVariable> empty = empty(subject, pass);
    Finding finding =
        Finding.of(
                id(),
                Severity.ERROR,
                0.96,
                "%s makes no URL for this request: %s"
                    .formatted(pass.head().text().strip(), complaint(subject)),
                empty
                    .map(EmptyVariable::why)
                    .orElse(
                        "The variables are put together for each request, and what they come to is looked at then: nginx -t"
                            + " cannot see it."))
            .at(
                Stream.concat(
                        empty.stream().map(variable -> Place.of(variable.definition().head())),
                        Stream.of(Place.of(pass.head())))
                    .toList());
    return finding.mendedBy(
        empty
            .map(EmptyVariable::mend)
            .orElseGet(
                () ->
                    Fix.manual(
                        "give every variable of %s a value for this request"
                            .formatted(pass.parameter()))));
  }

  /// In the words of nginx's error log.
  private static String complaint(Subject subject) {
    List<Step> steps = subject.last().decision().steps();
    return steps.isEmpty() ? "no URL" : steps.getLast().because();
  }

  private static Optional<EmptyVariable> empty(Subject subject, Directive pass) {
    return VARIABLE
        .matcher(pass.parameter())
        .results()
        .map(found -> "$" + found.group(1))
        .flatMap(name -> EmptyVariable.of(subject, name).stream())
        .findFirst();
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
