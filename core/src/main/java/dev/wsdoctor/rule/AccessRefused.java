package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
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
  private static final String BASIC_ADVICE =
      "send credentials with the handshake, or set auth_basic off in the socket's location and"
          + " let the application check a token";

  @Override
  public String id() {
    return "access-refused";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return refusal(subject)
        .map(refusal -> finding(subject, refusal))
        .or(() -> subject.hops().stream().flatMap(hop -> password(hop).stream()).findFirst())
        .stream()
        .toList();
  }

  /// How nginx refuses: the words for it, why it does, and by which line.
  private record Refusal(String words, AnswerReason reason, Optional<Directive> by) {}

  private static Optional<Refusal> refusal(Subject subject) {
    Optional<Directive> inTheWay = NginxAnswer.inTheWay(subject);
    if (subject.last().decision().outcome() instanceof Outcome.Closed) {
      return inTheWay.map(
          line ->
              new Refusal(
                  "closes the connection without an answer (444)",
                  AnswerReason.RETURN,
                  Optional.of(line)));
    }
    return NginxAnswer.of(subject)
        .filter(
            answer ->
                NginxAnswer.isRefusal(answer) || inTheWay.isPresent() || isBareRefusal(answer))
        .map(
            answer ->
                new Refusal(
                    "refuses the request with " + answer.status(), answer.reason(), answer.by()));
  }

  /// `return 403` and its like.
  private static boolean isBareRefusal(Outcome.Answered answer) {
    return answer.reason() == AnswerReason.RETURN
        && (answer.status() == 401
            || answer.status() == 403
            || answer.status() == 429
            || answer.status() == 503);
  }

  private Finding finding(Subject subject, Refusal refusal) {
    Finding finding =
        Finding.of(
                id(),
                Severity.ERROR,
                0.9,
                "nginx itself " + refusal.words(),
                refusal.reason().because())
            .mendedBy(
                withoutLine(subject, refusal)
                    .orElseGet(() -> Fix.manual(advice(subject, refusal.reason()))));
    return refusal.by().map(line -> finding.at(Place.of(line.head()))).orElse(finding);
  }

  /// The hop is followed as for a user who has a password.
  private Optional<Finding> password(Hop hop) {
    return Optional.of(hop)
        .filter(Hop::hasAssumedCredentials)
        .flatMap(user -> user.decision().scope())
        .flatMap(scope -> scope.setting("auth_basic"))
        .map(
            line ->
                Finding.of(
                        id(),
                        Severity.WARNING,
                        0.6,
                        "only clients with the right user name and password get in",
                        AnswerReason.AUTH_BASIC.because()
                            + " Without them nginx answers 401; the rest of this report takes them for given.")
                    .at(Place.of(line.head()))
                    .mendedBy(Fix.manual(BASIC_ADVICE)));
  }

  /// Where the refusing line stands in a location that proxies, it contradicts the rest of it: it
  /// refuses everybody, so that nothing behind it ever works.
  private static Optional<Fix> withoutLine(Subject subject, Refusal refusal) {
    Optional<Scope> scope =
        subject
            .last()
            .decision()
            .location()
            .map(Location::scope)
            .filter(location -> !location.own("proxy_pass").isEmpty())
            .filter(location -> location.own("allow").isEmpty());
    return refusal
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

  private static String advice(Subject subject, AnswerReason reason) {
    if (reason == AnswerReason.DENIED) {
      return "allow the client's address here, or give the socket a location without the list";
    }
    if (reason == AnswerReason.AUTH_BASIC) {
      return BASIC_ADVICE;
    }
    return subject.last().decision().location().isEmpty()
        ? "take the line out, or let its condition not hold for the socket: it stands before every location"
        : "give the socket a location that this line does not cover";
  }
}
