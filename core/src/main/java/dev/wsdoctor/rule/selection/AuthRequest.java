package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `auth_request` whose URI nobody can answer with 2xx, since nginx itself does it with something
/// else: then it lets nobody in (`ngx_http_auth_request_handler`).
final class AuthRequest {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private AuthRequest() {}

  /// A subrequest that a hop makes before it passes the socket on, and what becomes of it.
  record Asked(Hop hop, Directive line, Decision decision) {}

  /// Those of all hops; one whose URI has variables is not known.
  static Stream<Asked> asked(Subject subject) {
    return asked(subject, "auth_request");
  }

  /// The same for another directive that makes subrequests: `mirror`.
  static Stream<Asked> asked(Subject subject, String directive) {
    return subject.hops().stream()
        .filter(hop -> hop.proxied().isPresent())
        .flatMap(
            hop ->
                hop.decision().scope().stream()
                    .flatMap(scope -> scope.inForce(directive).stream())
                    .filter(line -> line.parameter().startsWith("/"))
                    .filter(line -> !line.parameter().contains("$"))
                    .map(line -> new Asked(hop, line, decide(subject, hop, line))));
  }

  private static Decision decide(Subject subject, Hop hop, Directive line) {
    return subject
        .nginx()
        .decideWithin(hop.connection(), hop.request(), line.parameter(), subject.files());
  }

  /// At the first hop where that is so.
  static Optional<Finding> of(Subject subject, String id) {
    return asked(subject)
        .flatMap(
            asked ->
                answer(asked.decision()).map(answer -> finding(asked.line(), answer, id)).stream())
        .findFirst();
  }

  /// What nginx answers there by itself, and which line does.
  private record Answer(int status, Optional<Directive> by) {}

  private static Optional<Answer> answer(Decision decision) {
    if (!decision.assumptions().isEmpty() || !decision.alternatives().isEmpty()) {
      return Optional.empty();
    }
    Optional<Directive> location = decision.location().map(one -> one.directive());
    return switch (decision.outcome()) {
      case Outcome.Answered answered when answered.status() >= 300 ->
          Optional.of(new Answer(answered.status(), answered.by().or(() -> location)));
      case Outcome.Static file when file.status() >= 300 ->
          Optional.of(new Answer(file.status(), location));
      case Outcome.Answered _,
          Outcome.Static _,
          Outcome.Proxied _,
          Outcome.Handled _,
          Outcome.Closed _,
          Outcome.NotListening _,
          Outcome.WrongProtocol _,
          Outcome.NotLoaded _ ->
          Optional.empty();
    };
  }

  private static Finding finding(Directive line, Answer answer, String id) {
    boolean refused = answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN;
    Finding finding =
        Finding.of(
            id,
            Severity.ERROR,
            0.95,
            "\"%s\" lets nobody in: nginx itself answers that request with %d"
                .formatted(line.head().text().strip(), answer.status()),
            refused
                ? "The subrequest never gets to whoever knows the users."
                : "A subrequest that gets neither 2xx nor 401 or 403 makes nginx answer 500 (\"auth request unexpected"
                    + " status\").");
    List<Place> places =
        answer
            .by()
            .map(by -> List.of(Place.of(line.head()), Place.of(by.head())))
            .orElseGet(() -> List.of(Place.of(line.head())));
    return finding
        .at(places)
        .mendedBy(
            Fix.manual(
                "let location %s pass the request to the service that knows the users, with proxy_pass"
                    .formatted(line.parameter())));
  }
}
