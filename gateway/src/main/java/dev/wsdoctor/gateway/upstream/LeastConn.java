package dev.wsdoctor.gateway.upstream;

import java.util.List;
import java.util.Optional;

/// `least_conn`: fewest connections by weight, in turn where several have as few
/// (`ngx_http_upstream_get_least_conn_peer`).
record LeastConn() implements Balancer {
  private static final int NONE = -1;

  @Override
  public Optional<Peer> next(Candidates candidates, long now) {
    if (candidates.isSingle()) {
      return candidates.roundRobin(now);
    }
    Optional<Peer> chosen = least(candidates, now);
    return chosen.isEmpty() && candidates.turnToBackup() ? least(candidates, now) : chosen;
  }

  private static Optional<Peer> least(Candidates candidates, long now) {
    List<Peer> peers = candidates.peers().peers();
    int best = NONE;
    boolean many = false;
    for (int i = 0; i < peers.size(); i++) {
      if (!candidates.isUsable(i, now)) {
        continue;
      }
      long difference = best == NONE ? -1 : compare(peers.get(i), peers.get(best));
      if (difference < 0) {
        best = i;
        many = false;
      } else if (difference == 0) {
        many = true;
      }
    }
    if (best == NONE) {
      return Optional.empty();
    }
    return Optional.of(candidates.choose(many ? inTurn(candidates, best, now) : best, now));
  }

  private static long compare(Peer one, Peer other) {
    return (long) one.connections() * other.weight() - (long) other.connections() * one.weight();
  }

  private static int inTurn(Candidates candidates, int first, long now) {
    List<Peer> peers = candidates.peers().peers();
    int best = first;
    long total = 0;
    for (int i = first; i < peers.size(); i++) {
      if (!candidates.isUsable(i, now) || compare(peers.get(i), peers.get(best)) != 0) {
        continue;
      }
      total += peers.get(i).takePart();
      if (peers.get(i).isHeavierThan(peers.get(best))) {
        best = i;
      }
    }
    peers.get(best).winRound(total);
    return best;
  }
}
