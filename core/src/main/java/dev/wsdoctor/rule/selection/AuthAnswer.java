package dev.wsdoctor.rule.selection;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.rule.Subject;
import java.util.Optional;
import java.util.Set;

/// What an answer that nginx gave to the handshake tells of `auth_request`: a prediction takes it
/// that the service lets the client in (`ngx_http_auth_request_handler`).
public final class AuthAnswer {
  private static final int UNUSABLE = 500;
  private static final int NONE = 0;
  private static final double LIKELY = 0.85;

  /// How servers answer a handshake that they did not expect, as nginx passes it on.
  private static final Set<Integer> OF_A_HANDSHAKE = Set.of(NONE, 401, 403, UNUSABLE);

  private AuthAnswer() {}

  /// Why nginx answered so, if `auth_request` explains it.
  ///
  /// @param status of the answer, 0 where the connection ended without one
  public static Optional<Finding> cause(Subject subject, int status) {
    return OF_A_HANDSHAKE.contains(status)
        ? UpgradeInSubrequest.of(subject)
            .map(cause -> cause.weighing(Severity.ERROR, LIKELY))
            .or(() -> unusable(subject, status))
        : Optional.empty();
  }

  private static Optional<Finding> unusable(Subject subject, int status) {
    return AuthRequest.asked(subject)
        .filter(_ -> status == UNUSABLE)
        .map(
            asked ->
                Finding.of(
                        "access-refused",
                        Severity.ERROR,
                        LIKELY,
                        "the subrequest of \"%s\" gets an answer that nginx cannot use, or none"
                            .formatted(asked.line().head().text().strip()),
                        "Another status than 2xx, 401 or 403 becomes 500, and so does a service that is not reached.")
                    .at(Place.of(asked.line().head()))
                    .mendedBy(
                        Fix.manual(
                            "see in nginx's error log what the service answers (\"auth request unexpected status\"),"
                                + " and ask it directly")))
        .findFirst();
  }
}
