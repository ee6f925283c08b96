package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// allow and deny, auth_basic, auth_request, limits or `internal` refuse the handshake.
public final class AccessRefused implements Rule {
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
        .or(() -> certificate(subject))
        .or(() -> AuthRequest.of(subject, id()))
        .or(() -> ConnectionsFew.of(subject, id()))
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
                refusal
                    .by()
                    .flatMap(line -> GuardMend.of(subject, line))
                    .or(() -> DeadLocation.mend(subject))
                    .orElseGet(() -> Fix.manual(advice(subject, refusal))));
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
                gate(
                    line,
                    "only clients with the right user name and password get in",
                    AnswerReason.AUTH_BASIC.because()
                        + " Without them nginx answers 401; the rest of this report takes them for given.",
                    BASIC_ADVICE));
  }

  /// Browsers that have a certificate may not send it with a socket, and programs have none unless
  /// told: nginx answers 400 then.
  private Optional<Finding> certificate(Subject subject) {
    return Optional.of(subject.entry())
        .filter(hop -> hop.connection().tls())
        .flatMap(hop -> hop.decision().scope())
        .flatMap(scope -> scope.setting("ssl_verify_client"))
        .filter(line -> line.parameter().equals("on"))
        .map(
            line ->
                gate(
                    line,
                    "only clients with a certificate of their own get in",
                    "Without one nginx answers 400, \"No required SSL certificate was sent\"; the rest of this report"
                        + " takes it for given.",
                    "send a client certificate with the handshake, or set ssl_verify_client optional and look at"
                        + " $ssl_client_verify in the locations that need it"));
  }

  /// What lets in only those who have something; this report takes it that the client has.
  private Finding gate(Directive line, String summary, String why, String advice) {
    return Finding.of(id(), Severity.WARNING, 0.72, summary, why)
        .at(Place.of(line.head()))
        .mendedBy(Fix.manual(advice));
  }

  /// Who may come in is for a person to say: a line that keeps clients out is never taken away by
  /// this program, however little it leaves of the location.
  private static String advice(Subject subject, Refusal refusal) {
    AnswerReason reason = refusal.reason();
    if (closesItsLocation(subject, refusal)) {
      return "\"%s\" lets nobody in: take it out if that is no longer meant, or write who may come in before it"
          .formatted(refusal.by().orElseThrow().head().text().strip());
    }
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

  /// Whether the line stands in a location that proxies and refuses everybody there, so that
  /// nothing behind it ever works.
  private static boolean closesItsLocation(Subject subject, Refusal refusal) {
    Optional<Scope> proxying =
        subject
            .last()
            .decision()
            .location()
            .map(Location::scope)
            .filter(scope -> !scope.own("proxy_pass").isEmpty())
            .filter(scope -> scope.own("allow").isEmpty());
    return refusal
        .by()
        .filter(line -> proxying.filter(scope -> scope.own(line.name()).contains(line)).isPresent())
        .filter(line -> !line.is("deny") || line.parameter().equals("all"))
        .filter(line -> Set.of("deny", "internal", "return").contains(line.name()))
        .isPresent();
  }
}
