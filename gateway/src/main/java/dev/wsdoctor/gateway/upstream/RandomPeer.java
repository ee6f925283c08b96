package dev.wsdoctor.gateway.upstream;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// `random` by weight; with `two` the one of two that has fewer connections
/// (`ngx_http_upstream_get_random_peer`, `..._random2_peer`).
final class RandomPeer implements Balancer {
  private static final int NONE = -1;

  private final boolean two;
  private final RandomGenerator random;
  private int tries;

  RandomPeer(boolean two, RandomGenerator random) {
    this.two = two;
    this.random = random;
  }

  @Override
  public Optional<Peer> next(Candidates candidates, long now) {
    int first = NONE;
    while (tries <= MAX_TRIES && candidates.isPlural()) {
      int index = candidates.peers().at(random.nextInt(candidates.peers().totalWeight()));
      if (index == first || !candidates.isUsable(index, now)) {
        tries++;
      } else if (two && first == NONE) {
        first = index;
      } else {
        int chosen = two ? lessBusy(candidates.peers().peers(), first, index) : index;
        return Optional.of(candidates.choose(chosen, now));
      }
    }
    return candidates.roundRobin(now);
  }

  private static int lessBusy(List<Peer> peers, int first, int second) {
    Peer before = peers.get(first);
    Peer after = peers.get(second);
    long difference =
        (long) after.connections() * before.weight() - (long) before.connections() * after.weight();
    return difference > 0 ? first : second;
  }
}
