package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.upstream.Method;
import dev.wsdoctor.gateway.upstream.Peer;
import dev.wsdoctor.gateway.upstream.PeerChoice;
import dev.wsdoctor.gateway.upstream.PeerGroup;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.ProxyTarget;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The servers that one proxied request goes to, one after another. Used by one thread.
final class Peers {
  private final PeerGroup group;
  private final PeerChoice choice;
  private boolean holdsOne;

  private Peers(PeerGroup group, PeerChoice choice) {
    this.group = group;
    this.choice = choice;
  }

  /// @param client its address, for `ip_hash`
  /// @param most `proxy_next_upstream_tries`
  static Peers of(Site site, ProxyTarget target, Execution execution, byte[] client, long most) {
    PeerGroup group = site.upstreams().of(target, execution);
    String key = group.method() instanceof Method.ByKey by ? execution.text(by.key()) : "";
    PeerChoice choice = group.choice(client, key, ThreadLocalRandom.current());
    choice.limitTries((int) Math.min(most, Integer.MAX_VALUE));
    return new Peers(group, choice);
  }

  /// As messages and variables name the group when nobody in it can be asked.
  String name() {
    return group.name();
  }

  /// The next one; nothing when there are no live upstreams.
  Optional<Peer> next(Instant now) {
    Optional<Peer> peer = choice.next(now);
    holdsOne = peer.isPresent();
    return peer;
  }

  /// How many may still be tried, the current one included.
  int tries() {
    return choice.tries();
  }

  /// Gives the current one back, if there is one.
  void release(PeerChoice.Release how, Instant now) {
    if (holdsOne) {
      holdsOne = false;
      choice.release(how, now);
    }
  }
}
