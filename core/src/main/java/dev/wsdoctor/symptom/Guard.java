package dev.wsdoctor.symptom;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.UpgradeCondition;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The line by which nginx refuses some clients with a status: a list of addresses, or a condition
/// with `return`. Whether it was this client is not to be seen from the configuration.
record Guard(Directive line, int status) {
  /// Statuses that say that somebody may not come in; others answer in the place of the socket.
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);

  /// What of it is in force there, the nearest first.
  static Optional<Guard> of(Scope scope, int status) {
    Stream<Guard> addresses =
        status == 403
            ? scope.inForce("deny").stream().map(line -> new Guard(line, status))
            : Stream.of();
    return Stream.concat(conditions(scope, status), addresses).findFirst();
  }

  private static Stream<Guard> conditions(Scope scope, int status) {
    return scope.chain().reversed().stream()
        .filter(_ -> REFUSALS.contains(status))
        .flatMap(level -> level.own("if").stream())
        .filter(condition -> !UpgradeCondition.isOn(condition))
        .filter(condition -> condition.body("return").anyMatch(answer -> isWith(answer, status)))
        .map(condition -> new Guard(condition, status));
  }

  private static boolean isWith(Directive answer, int status) {
    return answer.parameter().equals(String.valueOf(status));
  }

  Clue clue(Evidence seen) {
    return line.is("deny") ? ofAddresses(seen) : ofCondition(seen);
  }

  private Clue ofAddresses(Evidence seen) {
    return Clue.error(
        "access-refused",
        0.7,
        "%s is in force here, and refuses with 403".formatted(StatusClues.named(line)),
        "nginx lets in who is allowed by address; behind another proxy that is the proxy's address, unless"
            + " set_real_ip_from trusts it.",
        "allow the client's address here, or give the socket a location without the list",
        seen);
  }

  private Clue ofCondition(Evidence seen) {
    return Clue.error(
        "access-refused",
        0.7,
        "%s answers %d here where it holds".formatted(StatusClues.named(line), status),
        "A return in an if comes before proxy_pass: the backend never hears of such a handshake.",
        "see what the condition looks at, and what the client sends there (wsdoctor explain URL -H 'NAME: VALUE'); let"
            + " the socket's clients through",
        seen);
  }
}
