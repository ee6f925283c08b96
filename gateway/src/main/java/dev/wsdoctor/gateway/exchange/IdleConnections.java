package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.upstream.KeepalivePool;
import dev.wsdoctor.gateway.upstream.KeepaliveSettings;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The connections to one upstream that wait for another request, as one worker of nginx keeps them
/// (`ngx_http_upstream_keepalive_module`). Used by the thread of its loop.
final class IdleConnections {
  private final KeepalivePool<UpstreamConnection> pool;
  private final boolean local;
  private final InstantSource clock;
  private final Timer expiry;
  private boolean ended;

  IdleConnections(KeepaliveSettings settings, EventExecutor loop, InstantSource clock) {
    this.pool = new KeepalivePool<>(settings);
    this.local = settings.local();
    this.clock = clock;
    this.expiry = new Timer(loop, this::expire);
  }

  /// Whether a connection serves only the location that opened it.
  boolean isLocal() {
    return local;
  }

  /// One to that address which may be used so.
  Optional<UpstreamConnection> take(String address, Object user) {
    return pool.take(address, user).map(KeepalivePool.Idle::connection);
  }

  /// Keeps one whose request has ended well, if there is room and it is not too old.
  void keep(UpstreamConnection connection) {
    if (ended) {
      connection.close();
      return;
    }
    connection.rest(this);
    close(pool.keep(connection.idle(), clock.instant()));
    expireInTime();
  }

  /// It has ended by itself.
  void forget(UpstreamConnection connection) {
    pool.forget(connection);
  }

  private void expire() {
    close(pool.expire(clock.instant()));
    expireInTime();
  }

  private void expireInTime() {
    Optional<Instant> next = pool.nextExpiry();
    next.ifPresent(at -> expiry.start(Duration.between(clock.instant(), at)));
  }

  private static void close(List<UpstreamConnection> connections) {
    connections.forEach(UpstreamConnection::close);
  }

  /// Closes those that are idle, and those that will be.
  void end() {
    ended = true;
    expiry.end();
    close(pool.clear());
  }
}
