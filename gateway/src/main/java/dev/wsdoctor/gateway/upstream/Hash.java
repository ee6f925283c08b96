package dev.wsdoctor.gateway.upstream;

import java.util.Optional;

/// `hash KEY`, as Cache::Memcached does it (`ngx_http_upstream_get_hash_peer`). With an empty key,
/// in turn.
final class Hash implements Balancer {
  private final String key;
  private int rehash;
  private long hash;
  private int tries;

  Hash(String key) {
    this.key = key;
  }

  @Override
  public Optional<Peer> next(Candidates candidates, long now) {
    while (tries <= MAX_TRIES && candidates.isPlural() && !key.isEmpty()) {
      long crc = Crc32.of(rehash == 0 ? key : rehash + key);
      // nginx keeps the sum in 32 bits
      hash = (hash + ((crc >>> 16) & 0x7fff)) & 0xffff_ffffL;
      rehash++;
      int index = candidates.peers().at(hash);
      if (candidates.isUsable(index, now)) {
        return Optional.of(candidates.choose(index, now));
      }
      tries++;
    }
    return candidates.roundRobin(now);
  }
}
