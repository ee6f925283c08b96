package dev.wsdoctor.gateway.upstream;

import dev.wsdoctor.nginx.Upstream;
import java.time.Duration;

/// One address of a server of an upstream, and what became of the connections to it
/// (`ngx_http_upstream_rr_peer_t`). The state is guarded by the monitor of its [PeerGroup].
public final class Peer {
  private static final int UNLIMITED = 0;

  private final Upstream.Peer server;
  private final String name;
  private final String address;
  private final int maxFails;
  private final int maxConnections;
  private final long failTimeout;

  private int effectiveWeight;
  private long currentWeight;
  private int connections;
  private int fails;
  private long accessed;
  private long checked;

  /// What a `server` line says beside the address; times in seconds, as nginx keeps them.
  record Limits(int maxFails, int maxConnections, Duration failTimeout) {
    static final Limits DEFAULT = new Limits(1, UNLIMITED, Duration.ofSeconds(10));
  }

  Peer(Upstream.Peer server, String name, String address, Limits limits) {
    this.server = server;
    this.name = name;
    this.address = address;
    this.maxFails = limits.maxFails();
    this.maxConnections = limits.maxConnections();
    this.failTimeout = limits.failTimeout().toSeconds();
    this.effectiveWeight = server.weight();
  }

  /// Where to connect, as `$upstream_addr` shows it: `192.0.2.1:80`, `[2001:db8::1]:80`,
  /// `unix:/path`.
  public String address() {
    return address;
  }

  /// The line of the upstream that it comes from.
  public Upstream.Peer server() {
    return server;
  }

  /// The address as the `server` line spells it, with a port only if one is written there.
  String name() {
    return name;
  }

  int weight() {
    return server.weight();
  }

  int connections() {
    return connections;
  }

  boolean isDown() {
    return server.down();
  }

  /// Whether it may be chosen at that second.
  boolean isUsable(long now) {
    return !isDown() && !isFailing(now) && hasRoom();
  }

  private boolean isFailing(long now) {
    return maxFails > 0 && fails >= maxFails && now - checked <= failTimeout;
  }

  boolean hasRoom() {
    return maxConnections == UNLIMITED || connections < maxConnections;
  }

  /// Takes part in one round of the smooth weighted choice; gives the weight that it adds to the
  /// total. A weight that failures have lowered recovers by one a round.
  int takePart() {
    int weight = effectiveWeight;
    currentWeight += weight;
    if (effectiveWeight < weight()) {
      effectiveWeight++;
    }
    return weight;
  }

  boolean isHeavierThan(Peer other) {
    return currentWeight > other.currentWeight;
  }

  void winRound(long total) {
    currentWeight -= total;
  }

  /// A peer whose fail_timeout is over is asked once in each fail_timeout.
  void check(long now) {
    if (now - checked > failTimeout) {
      checked = now;
    }
  }

  void connect() {
    connections++;
  }

  void disconnect() {
    connections--;
  }

  /// Counts a failure; tells whether it is left out from now on.
  boolean fail(long now) {
    fails++;
    accessed = now;
    checked = now;
    if (maxFails > 0) {
      effectiveWeight = Math.max(0, effectiveWeight - weight() / maxFails);
    }
    return maxFails > 0 && fails >= maxFails;
  }

  /// A success after a check ends the failures; one of a request from before it does not.
  void succeed() {
    if (accessed < checked) {
      fails = 0;
    }
  }

  @Override
  public String toString() {
    return address;
  }
}
