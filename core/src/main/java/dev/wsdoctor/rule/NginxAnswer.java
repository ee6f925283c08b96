package dev.wsdoctor.rule;

import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import java.util.Optional;

/// An answer that nginx gives by itself for a reason that another rule reports.
final class NginxAnswer {
  private NginxAnswer() {}

  /// The answer at the last hop, if it is a redirect or a refusal.
  static Optional<Outcome.Answered> ofRule(Subject subject) {
    return of(subject).filter(answer -> isRedirect(answer) || isRefusal(answer));
  }

  static Optional<Outcome.Answered> of(Subject subject) {
    return subject.last().decision().outcome() instanceof Outcome.Answered answered
        ? Optional.of(answered)
        : Optional.empty();
  }

  /// Whether nginx answers because the upstream that it was to ask cannot be asked, or the request
  /// is bad.
  static boolean isUnusable(Subject subject) {
    return of(subject)
        .filter(
            answer ->
                answer.reason().kind() == AnswerReason.Kind.FAULT
                    && answer.reason() != AnswerReason.CYCLE)
        .isPresent();
  }

  static boolean isRedirect(Outcome.Answered answer) {
    return answer.status() >= 300 && answer.status() < 400;
  }

  static boolean isRefusal(Outcome.Answered answer) {
    return answer.reason().kind() == AnswerReason.Kind.REFUSAL;
  }
}
