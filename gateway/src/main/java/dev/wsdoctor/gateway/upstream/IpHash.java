package dev.wsdoctor.gateway.upstream;

import java.util.Arrays;
import java.util.Optional;

/// `ip_hash`: the first three bytes of an IPv4 address, or all of an IPv6 one
/// (`ngx_http_upstream_get_ip_hash_peer`).
final class IpHash implements Balancer {
  private static final int IPV4_PART = 3;
  private static final int START = 89;
  private static final int FACTOR = 113;
  private static final int MODULUS = 6271;

  private final byte[] address;
  private int hash = START;
  private int tries;

  /// Bytes of the client's address in network order; none for a unix socket, which counts as
  /// 0.0.0.0.
  IpHash(byte[] address) {
    int length = address.length == 16 ? 16 : IPV4_PART;
    this.address = Arrays.copyOf(address, length);
  }

  @Override
  public Optional<Peer> next(Candidates candidates, long now) {
    int next = hash;
    while (tries <= MAX_TRIES && candidates.isPlural()) {
      for (byte b : address) {
        next = (next * FACTOR + (b & 0xff)) % MODULUS;
      }
      int index = candidates.peers().at(next);
      if (candidates.isUsable(index, now)) {
        hash = next;
        return Optional.of(candidates.choose(index, now));
      }
      tries++;
    }
    return candidates.roundRobin(now);
  }
}
