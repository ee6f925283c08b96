package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;

/// Access control: allow and deny, auth_basic, auth_request, and `satisfy`
/// (`ngx_http_core_access_phase`).
final class AccessPhase {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /// What one module says.
  private enum Say {
    /// It has no opinion.
    DECLINED,
    ALLOWED,
    REFUSED
  }

  private static final ScopeValue<List<Directive>> RULES = ScopeValue.of(AccessPhase::rulesInForce);

  private final RequestState state;
  private Optional<Turn> refusal = Optional.empty();
  private int accessCode;

  /// What ends the phase at once, whatever `satisfy` says.
  private Optional<Turn> pending = Optional.empty();

  private AccessPhase(RequestState state) {
    this.state = state;
  }

  static Turn check(RequestState state) {
    return new AccessPhase(state).run();
  }

  private Turn run() {
    if (state.subrequest) {
      return Turn.NEXT;
    }
    boolean any = any();
    for (int module = 0; module < 3; module++) {
      Say say =
          switch (module) {
            case 0 -> rules();
            case 1 -> basic();
            default -> request();
          };
      if (pending.isPresent()) {
        return pending.get();
      }
      if (say == Say.REFUSED && !any) {
        return refusal.orElseThrow();
      }
      if (say == Say.ALLOWED && any) {
        return Turn.NEXT;
      }
    }
    sayForbidden(accessCode == FORBIDDEN);
    return accessCode == 0 ? Turn.NEXT : refusal.orElse(Turn.NEXT);
  }

  private boolean any() {
    return state.scope().setting("satisfy").filter(d -> d.parameter().equals("any")).isPresent();
  }

  /// Where any of them may let a client in, nginx says it once all have refused.
  private void sayForbidden(boolean now) {
    if (now) {
      state.say(Remark.Severity.ERROR, "access forbidden by rule");
    }
  }

  /// The `allow` and `deny` of the nearest level that has any.
  private static List<Directive> rulesInForce(Scope scope) {
    for (Scope level : scope.chain().reversed()) {
      if (!level.own("allow").isEmpty() || !level.own("deny").isEmpty()) {
        return level.block().body().filter(d -> d.is("allow") || d.is("deny")).toList();
      }
    }
    return List.of();
  }

  private Say rules() {
    List<Directive> rules = RULES.in(state.scope());
    if (rules.isEmpty()) {
      return Say.DECLINED;
    }
    if (state.client.isEmpty()) {
      return rulesForUnknownClient(rules);
    }
    for (Directive rule : rules) {
      if (covers(rule.parameter())) {
        if (rule.is("allow")) {
          step(state.client + " may enter", "allow " + rule.parameter(), rule);
          return Say.ALLOWED;
        }
        step("nginx answers 403", "deny " + rule.parameter() + " covers " + state.client, rule);
        sayForbidden(!any());
        return refuse(403, AnswerReason.DENIED, rule);
      }
    }
    return Say.DECLINED;
  }

  private Say rulesForUnknownClient(List<Directive> rules) {
    Directive rule = rules.getFirst();
    String where = rule.name() + " " + rule.parameter() + " (" + rule.where() + ")";
    List<String> ways =
        List.of(
            where + ": the client's address is taken to be allowed",
            where + ": the client's address is taken to be denied");
    return state.choices.choose(ways) == 0 ? Say.ALLOWED : refuse(403, AnswerReason.DENIED, rule);
  }

  private boolean covers(String network) {
    if (network.equals("all")) {
      return true;
    }
    Optional<IpAddress> client = IpAddress.parse(state.client);
    if (client.isEmpty()) {
      return network.equals("unix:") && state.client.startsWith("unix:");
    }
    return Cidr.parse(network).filter(c -> c.contains(client.get())).isPresent();
  }

  private Say basic() {
    Optional<Directive> realm = state.scope().setting("auth_basic");
    boolean off =
        realm.isEmpty()
            || ComplexValue.of(realm.get().parameter()).evaluate(state).text().equals("off");
    if (off || state.scope().setting("auth_basic_user_file").isEmpty()) {
      return Say.DECLINED;
    }
    Directive by = realm.get();
    if (state.truth.isRunning()) {
      return judged(by, AnswerReason.AUTH_BASIC);
    }
    if (!BasicCredentials.present(state)) {
      step("nginx answers 401", "auth_basic asks for credentials and there are none", by);
      return refuse(UNAUTHORIZED, AnswerReason.AUTH_BASIC, by);
    }
    String where = "auth_basic (" + by.where() + ")";
    List<String> ways =
        List.of(
            where + ": the credentials are taken to be right",
            where + ": the credentials are taken to be wrong");
    if (state.choices.choose(ways) == 0) {
      step("the credentials are accepted", "auth_basic; this is an assumption", by);
      return Say.ALLOWED;
    }
    return refuse(UNAUTHORIZED, AnswerReason.AUTH_BASIC, by);
  }

  private Say request() {
    Optional<Directive> request = state.scope().setting("auth_request");
    if (request.isEmpty() || request.get().parameter().equals("off")) {
      return Say.DECLINED;
    }
    Directive by = request.get();
    if (state.truth.isRunning()) {
      return judged(by, AnswerReason.AUTH_REQUEST);
    }
    String where = "auth_request " + by.parameter() + " (" + by.where() + ")";
    List<String> ways =
        List.of(
            where + " is taken to allow the request",
            where + " is taken to answer 401",
            where + " is taken to answer 403");
    int way = state.choices.choose(ways);
    for (Directive set : state.scope().inForce("auth_request_set")) {
      String name = set.parameter().replace("$", "");
      state.assigned.put(name, new Value.Unknown("$" + name, "auth_request gives it"));
    }
    if (way == 0) {
      step("the request may pass", where + " is assumed to answer 2xx", by);
      return Say.ALLOWED;
    }
    int status = way == 1 ? UNAUTHORIZED : 403;
    step("nginx answers " + status, where + " is assumed to answer so", by);
    return refuse(status, AnswerReason.AUTH_REQUEST, by);
  }

  /// What has really been said.
  private Say judged(Directive by, AnswerReason reason) {
    Optional<Integer> verdict = state.truth.verdict(by);
    if (verdict.isEmpty()) {
      pending = Optional.of(Turn.done(new Outcome.Handled(by.name(), by)));
      return Say.REFUSED;
    }
    for (Directive set : state.scope().inForce("auth_request_set")) {
      String name = set.parameter().replace("$", "");
      String given = state.truth.variable(name).orElse("");
      state.assigned.put(name, Value.of(given));
    }
    if (verdict.get() == 0) {
      return Say.ALLOWED;
    }
    if (reason == AnswerReason.AUTH_BASIC && verdict.get() == UNAUTHORIZED) {
      state.challenge = by;
    }
    if (verdict.get() != UNAUTHORIZED && verdict.get() != FORBIDDEN) {
      pending = Optional.of(Turn.status(verdict.get(), reason, by));
    }
    return refuse(verdict.get(), reason, by);
  }

  private Say refuse(int status, AnswerReason reason, Directive by) {
    if (accessCode != UNAUTHORIZED) {
      accessCode = status;
      refusal = Optional.of(Turn.status(status, reason, by));
    }
    return Say.REFUSED;
  }

  private void step(String what, String because, Directive by) {
    state.step(Phase.ACCESS, what, because, by);
  }
}
