package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.LoadBalancing;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Handshake;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// `least_conn` counts the tunnels of one generation of workers only, and without a `zone` those of
/// one worker.
public final class LeastConnBlind implements Rule {
  @Override
  public String id() {
    return "least-conn-blind-after-reload";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(hop -> Handshake.of(hop).hasBothFields())
        .flatMap(hop -> hop.target().upstream().stream())
        .filter(group -> Peers.ofFirstChoice(group).size() > 1)
        .flatMap(group -> counting(group).map(line -> finding(subject, group, line)).stream())
        .limit(1)
        .toList();
  }

  private static Optional<Directive> counting(Upstream group) {
    LoadBalancing balancing = LoadBalancing.of(group);
    return balancing.method() == LoadBalancing.Method.LEAST_CONN
        ? balancing.directive()
        : Optional.empty();
  }

  private Finding finding(Subject subject, Upstream group, Directive line) {
    Directive block = group.directive().orElse(line);
    boolean apart = block.body("zone").findAny().isEmpty() && hasManyWorkers(subject);
    return Finding.of(
            id(),
            apart ? Severity.WARNING : Severity.NOTE,
            apart ? 0.45 : 0.2,
            apart
                ? "each worker counts the connections of %s for itself"
                    .formatted(BlockTitle.of(block))
                : "the counts of %s start at zero with every reload"
                    .formatted(BlockTitle.of(block)),
            "Tunnels stay with the worker that opened them, with old workers after a reload: the new ones know nothing"
                + " of them, also with a zone; without one no worker knows the others' tunnels either, and least_conn"
                + " spreads sockets unevenly.")
        .at(Place.of(line.head()))
        .mendedBy(
            Fix.manual(
                (apart
                        ? "add zone %s 64k; so that the workers count together, "
                            .formatted(block.parameter())
                        : "")
                    + "reload rarely, and let the backend ask its clients to reconnect after a while"));
  }

  /// One worker is the default.
  private static boolean hasManyWorkers(Subject subject) {
    return subject
        .configuration()
        .body("worker_processes")
        .anyMatch(line -> !line.parameter().equals("1"));
  }
}
