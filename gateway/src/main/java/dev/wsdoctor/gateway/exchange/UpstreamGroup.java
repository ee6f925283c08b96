package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.upstream.KeepaliveSettings;
import dev.wsdoctor.gateway.upstream.PeerGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// An upstream as all requests share it: its peers, and for each loop the connections that wait for
/// another request. May be used by many threads.
final class UpstreamGroup {
  private final PeerGroup peers;
  private final Optional<KeepaliveSettings> keepalive;
  private final InstantSource clock;
  private volatile boolean ended;
  private final Map<EventExecutor, IdleConnections> idle = new ConcurrentHashMap<>();

  UpstreamGroup(PeerGroup peers, Optional<KeepaliveSettings> keepalive, InstantSource clock) {
    this.peers = peers;
    this.keepalive = keepalive;
    this.clock = clock;
  }

  PeerGroup peers() {
    return peers;
  }

  /// Those of a loop; nothing where none are kept.
  Optional<IdleConnections> idle(EventExecutor loop) {
    return keepalive
        .filter(_ -> !ended)
        .map(settings -> idle.computeIfAbsent(loop, l -> new IdleConnections(settings, l, clock)));
  }

  /// Closes the idle connections, as a worker that is ending does; a loop that has ended has closed
  /// its own.
  void end() {
    ended = true;
    idle.forEach(
        (loop, connections) -> {
          if (!loop.isShuttingDown()) {
            loop.execute(connections::end);
          }
        });
  }
}
