package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules by which nginx lets some requests in and others not. A prediction takes the client for
/// one that is let in; a refusal that was seen says that it was not.
public final class AccessRules {
  /// What refuses with a status: the directive, the one that changes the status, and why.
  private record Guard(
      String directive,
      String statusSetting,
      int usualStatus,
      AnswerReason reason,
      String advice) {}

  private static final List<Guard> GUARDS =
      List.of(
          new Guard(
              "deny",
              "",
              403,
              AnswerReason.DENIED,
              "allow the client's address here, or give the socket a location without the list"),
          new Guard(
              "auth_basic",
              "",
              401,
              AnswerReason.AUTH_BASIC,
              "send the right user name and password with the handshake"),
          asking(401),
          asking(403),
          new Guard(
              "limit_conn",
              "limit_conn_status",
              503,
              AnswerReason.LIMITED,
              "raise the limit: a socket counts for its whole life"),
          new Guard(
              "limit_req",
              "limit_req_status",
              503,
              AnswerReason.LIMITED,
              "raise the rate or the burst: clients that come back all at once all count"));

  private static Guard asking(int status) {
    return new Guard(
        "auth_request",
        "",
        status,
        AnswerReason.AUTH_REQUEST,
        "see what the service behind auth_request makes of the handshake's cookies and fields");
  }

  private AccessRules() {}

  /// The rule in force at some hop that answers so; nothing if there is none.
  public static Optional<Finding> refusal(Subject subject, int status) {
    return subject.hops().stream()
        .flatMap(hop -> hop.decision().scope().stream())
        .flatMap(scope -> GUARDS.stream().flatMap(guard -> finding(guard, scope, status)))
        .findFirst();
  }

  private static Stream<Finding> finding(Guard guard, Scope scope, int status) {
    return scope.inForce(guard.directive()).stream()
        .filter(line -> !line.parameter().equals("off"))
        .filter(_ -> statusOf(guard, scope) == status)
        .limit(1)
        .map(line -> finding(guard, line, status));
  }

  private static int statusOf(Guard guard, Scope scope) {
    return scope
        .setting(guard.statusSetting())
        .map(Directive::parameter)
        .filter(text -> text.matches("\\d{3}"))
        .map(Integer::parseInt)
        .orElse(guard.usualStatus());
  }

  private static Finding finding(Guard guard, Directive line, int status) {
    return Finding.of(
            "access-refused",
            Severity.ERROR,
            0.9,
            "nginx itself refuses this client with %d: the backend opens the same request directly"
                .formatted(status),
            guard.reason().because())
        .at(Place.of(line.head()))
        .mendedBy(Fix.manual(guard.advice()));
  }
}
