package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.Logs;
import dev.wsdoctor.gateway.loop.Ending;
import dev.wsdoctor.nginx.Execution;
import java.util.Optional;
import java.util.function.Consumer;

/// What is left to do when a tunnel ends that has left its channels.
///
/// @param whenLogged ends the request, if it was kept for its line in the access log
record AfterTunnel(
    Site site,
    Execution execution,
    ErrorReport errors,
    Forwarding forwarding,
    Verdicts verdicts,
    Consumer<Ending> whenLogged) {
  /// Called by the thread of the tunnel's loop.
  Consumer<Ending> call() {
    Optional<Logs> logs = site.logs();
    if (logs.isPresent() && logs.get().wantsAccess(execution.scope())) {
      return whenLogged;
    }
    return new UnloggedTunnel(
        site,
        execution.logContext().scope(),
        logs.map(_ -> errors.place(Optional.of(Action.PROXYING_UPGRADED)).written()),
        forwarding.current().flatMap(Proxying::handOver),
        verdicts.handOver());
  }
}
