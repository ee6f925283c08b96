package dev.wsdoctor.gateway.upstream;

import java.util.Optional;

/// A method of choice at work for one request: what it remembers from one try to the next.
sealed interface Balancer permits RoundRobin, LeastConn, IpHash, Hash, ConsistentHash, RandomPeer {
  /// Tries after which the hashing methods and the random one give up and take turns.
  int MAX_TRIES = 20;

  /// The next peer, if there is one; `now` in seconds. Called with the group's monitor held.
  Optional<Peer> next(Candidates candidates, long now);
}
