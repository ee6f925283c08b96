package dev.wsdoctor.gateway.upstream;

import java.util.List;

/// The primary or the backup peers of an upstream (`ngx_http_upstream_rr_peers_t`).
///
/// @param totalWeight of all of them, those that are down among them
/// @param tries how many are not down
record PeerList(List<Peer> peers, int totalWeight, int tries) {
  static PeerList of(List<Peer> peers) {
    return new PeerList(
        List.copyOf(peers),
        peers.stream().mapToInt(Peer::weight).sum(),
        (int) peers.stream().filter(p -> !p.isDown()).count());
  }

  int size() {
    return peers.size();
  }

  /// The index of the peer into whose share of the total weight `point` falls.
  int at(long point) {
    long rest = Long.remainderUnsigned(point, totalWeight);
    int index = 0;
    while (rest >= peers.get(index).weight()) {
      rest -= peers.get(index).weight();
      index++;
    }
    return index;
  }
}
