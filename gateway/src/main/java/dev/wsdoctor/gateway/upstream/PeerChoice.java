package dev.wsdoctor.gateway.upstream;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The peers that one request is sent to, one after another (`ngx_peer_connection_t`). Every peer
/// that [#next] gives must be released once. Used by one thread at a time.
public final class PeerChoice {
  /// What a release says of the peer (`NGX_PEER_FAILED`): an answer that makes the request go on to
  /// the next peer is a failure too, but for 403 and 404.
  public enum Release {
    SUCCEEDED,
    FAILED
  }

  private final PeerGroup group;
  private final Candidates candidates;
  private final Balancer balancer;
  private @Nullable Peer current;
  private int tries;

  PeerChoice(PeerGroup group, Candidates candidates, Balancer balancer, int tries) {
    this.group = group;
    this.candidates = candidates;
    this.balancer = balancer;
    this.tries = tries;
  }

  /// Peers that may still be tried, the current one included (`pc->tries`).
  public int tries() {
    return tries;
  }

  /// As `proxy_next_upstream_tries` does; 0 is no limit.
  public void limitTries(int most) {
    tries = most == 0 ? tries : Math.min(tries, most);
  }

  /// A kept connection had been closed, which is no fault of the peer: one more try.
  public void addTry() {
    tries++;
  }

  /// The next peer; nothing when none can be used: `no live upstreams`.
  public Optional<Peer> next(Instant now) {
    synchronized (group) {
      Optional<Peer> chosen = balancer.next(candidates, now.getEpochSecond());
      current = chosen.orElse(null);
      return chosen;
    }
  }

  /// Gives the current peer back. True if it is left out from now on, which nginx logs as `upstream
  /// server temporarily disabled` (`ngx_http_upstream_free_round_robin_peer`).
  public boolean release(Release release, Instant now) {
    synchronized (group) {
      Peer peer = current;
      if (peer == null) {
        throw new IllegalStateException("no peer is to be released");
      }
      current = null;
      peer.disconnect();
      if (candidates.isSingle()) {
        tries = 0;
        return false;
      }
      tries = Math.max(0, tries - 1);
      if (release == Release.FAILED) {
        return peer.fail(now.getEpochSecond());
      }
      peer.succeed();
      return false;
    }
  }

  /// The current peer, if there is one, which somebody else gives back.
  public Optional<HeldPeer> handOver() {
    Optional<HeldPeer> held =
        Optional.ofNullable(current).map(p -> new HeldPeer(group, p, candidates.isSingle()));
    current = null;
    return held;
  }
}
