package dev.wsdoctor.gateway.upstream;

import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The peers that are left for one request (`ngx_http_upstream_rr_peer_data_t`): first the primary
/// ones, and when none of these can be used the backup ones. Guarded by the monitor of the group.
final class Candidates {
  private final PeerList primary;
  private final PeerList backup;
  private final BitSet tried = new BitSet();
  private PeerList peers;
  private boolean onBackup;

  Candidates(PeerList primary, PeerList backup) {
    this.primary = primary;
    this.backup = backup;
    this.peers = primary;
  }

  PeerList peers() {
    return peers;
  }

  /// An upstream of one peer: it is never left out for its failures.
  boolean isSingle() {
    return primary.size() == 1 && backup.size() == 0;
  }

  /// Whether there is anything to hash among; otherwise all methods take turns.
  boolean isPlural() {
    return peers.size() > 1;
  }

  boolean isUsable(int index, long now) {
    return !tried.get(index) && peers.peers().get(index).isUsable(now);
  }

  Peer choose(int index, long now) {
    tried.set(index);
    Peer peer = peers.peers().get(index);
    peer.check(now);
    peer.connect();
    return peer;
  }

  /// Turns to the backup peers; false if it has already, or there are none.
  boolean turnToBackup() {
    if (onBackup || backup.size() == 0) {
      return false;
    }
    onBackup = true;
    peers = backup;
    tried.clear();
    return true;
  }

  /// The smooth weighted round robin (`ngx_http_upstream_get_round_robin_peer`).
  Optional<Peer> roundRobin(long now) {
    if (isSingle()) {
      return single();
    }
    Optional<Peer> chosen = heaviest(now);
    return chosen.isEmpty() && turnToBackup() ? heaviest(now) : chosen;
  }

  private Optional<Peer> single() {
    Peer only = peers.peers().getFirst();
    if (only.isDown() || !only.hasRoom()) {
      return Optional.empty();
    }
    only.connect();
    return Optional.of(only);
  }

  private Optional<Peer> heaviest(long now) {
    @Nullable Peer best = null;
    int bestIndex = 0;
    long total = 0;
    for (int i = 0; i < peers.size(); i++) {
      if (!isUsable(i, now)) {
        continue;
      }
      Peer peer = peers.peers().get(i);
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
    return Optional.of(choose(bestIndex, now));
  }
}
