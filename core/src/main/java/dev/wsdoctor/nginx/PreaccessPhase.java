package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;

/// The client behind trusted proxies, and the limits: `limit_req` and `limit_conn`, which depend on
/// other requests and are a stated branch.
final class PreaccessPhase {
  private static final int SERVICE_UNAVAILABLE = 503;

  private PreaccessPhase() {}

  static Turn check(RequestState state) {
    RealIp.apply(state);
    for (String limit : List.of("limit_req", "limit_conn")) {
      List<Directive> inForce = state.scope().inForce(limit);
      if (!inForce.isEmpty() && state.truth.isRunning()) {
        Turn turn = judged(state, inForce.getFirst());
        if (!(turn instanceof Turn.Next)) {
          return turn;
        }
      } else if (!inForce.isEmpty() && isOver(state, inForce.getFirst())) {
        return refuse(state, inForce.getFirst());
      }
    }
    return Turn.NEXT;
  }

  private static Turn judged(RequestState state, Directive limit) {
    Optional<Integer> verdict = state.truth.verdict(limit);
    if (verdict.isEmpty()) {
      return Turn.done(new Outcome.Handled(limit.name(), limit));
    }
    return verdict.get() == 0 ? Turn.NEXT : Turn.status(verdict.get(), AnswerReason.LIMITED, limit);
  }

  private static boolean isOver(RequestState state, Directive limit) {
    String where = limit.name() + " (" + limit.where() + ")";
    List<String> ways =
        List.of(
            where + ": the request is taken to be within the limit",
            where + ": the limit is taken to be reached");
    return state.choices.choose(ways) == 1;
  }

  private static Turn refuse(RequestState state, Directive limit) {
    Optional<Directive> setting = state.scope().setting(limit.name() + "_status");
    int status =
        setting
            .map(Directive::parameter)
            .filter(p -> p.matches("[45][0-9]{2}"))
            .map(Integer::parseInt)
            .orElse(SERVICE_UNAVAILABLE);
    state.step(Phase.PREACCESS, "nginx answers " + status, limit.name() + " is reached", limit);
    return Turn.status(status, AnswerReason.LIMITED, limit);
  }
}
