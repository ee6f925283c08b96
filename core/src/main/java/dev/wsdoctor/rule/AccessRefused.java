package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// allow and deny, auth_basic, auth_request, limits or `internal` refuse the handshake.
final class AccessRefused implements Rule {
  @Override
  public String id() {
    return "access-refused";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> NginxAnswer.isRefusal(answer) || isBareRefusal(answer))
        .map(answer -> finding(subject, answer))
        .stream()
        .toList();
  }

  /// `return 403` and its like.
  private static boolean isBareRefusal(Outcome.Answered answer) {
    return answer.reason() == AnswerReason.RETURN
        && (answer.status() == 401
            || answer.status() == 403
            || answer.status() == 429
            || answer.status() == 503);
  }

  private Finding finding(Subject subject, Outcome.Answered answer) {
    Finding finding =
        Finding.of(
                id(),
                Severity.ERROR,
                0.9,
                "nginx itself refuses the request with %s".formatted(answer.status()),
                answer.reason().because())
            .mendedBy(
                withoutLine(subject, answer).orElseGet(() -> Fix.manual(advice(answer.reason()))));
    return answer.by().map(line -> finding.at(Place.of(line.head()))).orElse(finding);
  }

  /// Where the refusing line stands in a location that proxies, it contradicts the rest of it: it
  /// refuses everybody, so that nothing behind it ever works.
  private static Optional<Fix> withoutLine(Subject subject, Outcome.Answered answer) {
    Optional<Scope> scope =
        subject
            .last()
            .decision()
            .location()
            .map(Location::scope)
            .filter(location -> !location.own("proxy_pass").isEmpty())
            .filter(location -> location.own("allow").isEmpty());
    return answer
        .by()
        .filter(line -> scope.filter(s -> s.own(line.name()).contains(line)).isPresent())
        .filter(line -> !line.is("deny") || line.parameter().equals("all"))
        .filter(line -> Set.of("deny", "internal", "return").contains(line.name()))
        .map(
            line ->
                Fix.review(
                    "take \"%s\" out, which lets nobody in".formatted(line.head().text().strip()),
                    List.of(Layout.remove(line))));
  }

  private static String advice(AnswerReason reason) {
    if (reason == AnswerReason.DENIED) {
      return "allow the client's address here, or give the socket a location without the list";
    }
    return reason == AnswerReason.AUTH_BASIC
        ? "send credentials with the handshake, or set auth_basic off in the socket's location and"
            + " let the application check a token"
        : "give the socket a location that this line does not cover";
  }
}
