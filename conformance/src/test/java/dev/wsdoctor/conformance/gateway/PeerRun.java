package dev.wsdoctor.conformance.gateway;

import dev.wsdoctor.gateway.upstream.Failure;
import dev.wsdoctor.gateway.upstream.NextUpstream;
import dev.wsdoctor.gateway.upstream.Peer;
import dev.wsdoctor.gateway.upstream.PeerChoice;
import dev.wsdoctor.gateway.upstream.PeerChoice.Release;
import dev.wsdoctor.gateway.upstream.PeerGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// One request as our choice of peers sees it: which it turns to until one answers.
final class PeerRun {
  /// What trying an address ends in, for those that do not answer well.
  private final Map<String, Failure> failures;

  private final NextUpstream rule;
  private final PeerChoice choice;
  private final String groupName;
  private final List<String> tried = new ArrayList<>();
  private boolean isAnswering;

  PeerRun(
      PeerGroup group,
      NextUpstream rule,
      Map<String, Failure> failures,
      byte[] client,
      String key) {
    this.failures = failures;
    this.rule = rule;
    this.groupName = group.name();
    this.choice = group.choice(client, key, new Random(0));
    choice.limitTries(rule.tries());
    turn();
  }

  private void turn() {
    boolean goesOn = true;
    while (goesOn) {
      Optional<Peer> next = choice.next(Instant.now());
      tried.add(next.map(Peer::address).orElse(groupName));
      goesOn = next.isPresent() && hasFailed(next.get());
    }
  }

  /// Whether the request goes on behind that peer.
  private boolean hasFailed(Peer peer) {
    Failure failure = failures.get(peer.address());
    if (failure == null) {
      isAnswering = true;
      return false;
    }
    boolean sent = failure != Failure.ERROR;
    boolean goesOn =
        rule.goesOn(
            failure,
            new NextUpstream.Try("GET", choice.tries(), sent, false, false, Duration.ZERO));
    boolean passed = failure != Failure.ERROR && !goesOn;
    choice.release(passed ? Release.SUCCEEDED : failure.release(), Instant.now());
    return goesOn;
  }

  /// As `$upstream_addr` shows it.
  String upstreamAddr() {
    return String.join(", ", tried);
  }

  /// The peer that has the request; nothing when it has ended without one.
  Optional<String> answering() {
    return isAnswering ? Optional.of(tried.getLast()) : Optional.empty();
  }

  void end() {
    if (isAnswering) {
      choice.release(Release.SUCCEEDED, Instant.now());
    }
  }
}
