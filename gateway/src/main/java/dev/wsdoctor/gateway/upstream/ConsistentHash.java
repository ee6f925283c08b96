package dev.wsdoctor.gateway.upstream;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `hash KEY consistent` (`ngx_http_upstream_get_chash_peer`): in turn among the addresses of the
/// server that has the point; with an empty key, of all.
final class ConsistentHash implements Balancer {
  private final Continuum continuum;
  private final String key;
  private long point;
  private int tries;

  ConsistentHash(Continuum continuum, String key) {
    this.continuum = continuum;
    this.key = key;
    this.point = continuum.find(Crc32.of(key));
  }

  @Override
  public Optional<Peer> next(Candidates candidates, long now) {
    while (tries <= MAX_TRIES && candidates.isPlural() && !key.isEmpty()) {
      Optional<Peer> chosen = among(candidates, continuum.server(point), now);
      if (chosen.isPresent()) {
        return chosen;
      }
      point++;
      tries++;
    }
    return candidates.roundRobin(now);
  }

  private static Optional<Peer> among(Candidates candidates, String server, long now) {
    List<Peer> peers = candidates.peers().peers();
    @Nullable Peer best = null;
    int bestIndex = 0;
    long total = 0;
    for (int i = 0; i < peers.size(); i++) {
      Peer peer = peers.get(i);
      if (!peer.name().equals(server) || !candidates.isUsable(i, now)) {
        continue;
      }
      total += peer.takePart();
      if (best == null || peer.isHeavierThan(best)) {
        best = peer;
        bestIndex = i;
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    best.winRound(total);
    return Optional.of(candidates.choose(bestIndex, now));
  }
}
