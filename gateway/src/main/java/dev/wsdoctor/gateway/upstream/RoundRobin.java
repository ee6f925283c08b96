package dev.wsdoctor.gateway.upstream;

import java.util.Optional;

/// In turn, by weight.
record RoundRobin() implements Balancer {
  @Override
  public Optional<Peer> next(Candidates candidates, long now) {
    return candidates.roundRobin(now);
  }
}
