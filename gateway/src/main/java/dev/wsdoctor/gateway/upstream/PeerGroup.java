package dev.wsdoctor.gateway.upstream;

import dev.wsdoctor.nginx.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The peers of one upstream with the state that all requests share, as nginx's workers share it
/// with `zone` (decision 0035). Its monitor guards the peers; may be used by many threads.
public final class PeerGroup {
  private final String name;
  private final Method method;
  private PeerList primary;
  private PeerList backup;
  private @Nullable Continuum continuum;

  private PeerGroup(String name, Method method, List<Peer> peers) {
    this.name = name;
    this.method = method;
    this.primary = PeerList.of(peers.stream().filter(p -> !p.server().backup()).toList());
    this.backup = PeerList.of(peers.stream().filter(p -> p.server().backup()).toList());
  }

  /// The group of an upstream whose servers have these addresses, each as [Peer#address] gives it;
  /// what is not supported in it, [UpstreamRefusals] tells beforehand.
  public static PeerGroup of(Upstream upstream, Function<Upstream.Peer, List<String>> addresses) {
    return new PeerGroup(upstream.name(), Method.of(upstream), peers(upstream, addresses));
  }

  private static List<Peer> peers(
      Upstream upstream, Function<Upstream.Peer, List<String>> addresses) {
    List<Peer> peers = new ArrayList<>();
    for (Upstream.Peer server : upstream.peers()) {
      ServerLine line = ServerLine.of(server);
      for (String address : addresses.apply(server)) {
        peers.add(new Peer(server, line.name(), address, line.limits()));
      }
    }
    return peers;
  }

  /// The group of a name that was resolved for one request
  /// (`ngx_http_upstream_create_round_robin_peer`).
  public static PeerGroup resolved(String host, int port, List<String> addresses) {
    List<Peer> peers = new ArrayList<>();
    for (String address : addresses) {
      Upstream.Peer server = new Upstream.Peer(host, port, 1, false, false, Optional.empty());
      peers.add(new Peer(server, address, address, Peer.Limits.DEFAULT));
    }
    return new PeerGroup(host, new Method.InTurn(), peers);
  }

  /// As error messages name it.
  public String name() {
    return name;
  }

  public Method method() {
    return method;
  }

  /// Begins the choices of one request: `client` is its address in network order (empty for a unix
  /// socket), `key` what the key of `hash` evaluates to.
  public synchronized PeerChoice choice(byte[] client, String key, RandomGenerator random) {
    Candidates candidates = new Candidates(primary, backup);
    int tries = primary.tries() + backup.tries();
    return new PeerChoice(this, candidates, balancer(client, key, random), tries);
  }

  private Balancer balancer(byte[] client, String key, RandomGenerator random) {
    return switch (method) {
      case Method.InTurn _ -> new RoundRobin();
      case Method.FewestConnections _ -> new LeastConn();
      case Method.ByClient _ -> new IpHash(client);
      case Method.ByKey(String _, boolean consistent) ->
          consistent ? new ConsistentHash(continuum(), key) : new Hash(key);
      case Method.AtRandom(boolean two) -> new RandomPeer(two, random);
    };
  }

  private Continuum continuum() {
    Continuum known = continuum;
    if (known == null) {
      known = Continuum.of(primary);
      continuum = known;
    }
    return known;
  }

  /// Gives a server with `resolve` other addresses. An address that it had before keeps its state;
  /// requests under way keep the peers that they have.
  public synchronized void update(Upstream.Peer server, List<String> addresses) {
    if (server.backup()) {
      backup = updated(backup, server, addresses);
    } else {
      primary = updated(primary, server, addresses);
    }
    continuum = null;
  }

  /// New addresses come last, as in nginx.
  private static PeerList updated(PeerList list, Upstream.Peer server, List<String> addresses) {
    List<Peer> peers = new ArrayList<>(list.peers());
    peers.removeIf(p -> p.server().equals(server) && !addresses.contains(p.address()));
    for (String address : addresses) {
      if (peers.stream().noneMatch(p -> isAt(p, server, address))) {
        ServerLine line = ServerLine.of(server);
        peers.add(new Peer(server, line.name(), address, line.limits()));
      }
    }
    return PeerList.of(peers);
  }

  private static boolean isAt(Peer peer, Upstream.Peer server, String address) {
    return peer.server().equals(server) && peer.address().equals(address);
  }
}
