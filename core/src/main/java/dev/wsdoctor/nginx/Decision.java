package dev.wsdoctor.nginx;

import java.util.List;
import java.util.Optional;

/// What nginx does with one request: the server and the location that take it, the outcome, and the
/// steps that led there in order.
///
/// Where something that cannot be known beforehand decides (time, an answer of another server, a
/// file), the decision follows the likeliest branch, `assumptions` say which, and `alternatives`
/// hold the other ways.
public record Decision(
    Optional<VirtualServer> server,
    Optional<Location> location,
    Outcome outcome,
    List<Step> steps,
    List<String> assumptions,
    List<Decision> alternatives) {
  public Decision {
    steps = List.copyOf(steps);
    assumptions = List.copyOf(assumptions);
    alternatives = List.copyOf(alternatives);
  }

  /// The scope whose settings are in force at the end: the location's, or its `if` block's.
  public Optional<Scope> scope() {
    if (outcome instanceof Outcome.Proxied proxied) {
      return Optional.of(proxied.scope());
    }
    return location.map(Location::scope).or(() -> server.map(VirtualServer::scope));
  }

  public Optional<Outcome.Proxied> proxied() {
    return outcome instanceof Outcome.Proxied proxied ? Optional.of(proxied) : Optional.empty();
  }
}
