package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.upstream.KeepaliveSettings;
import dev.wsdoctor.gateway.upstream.PeerGroup;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Upstream;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The upstreams of a configuration with the state of their servers, which all requests share. May
/// be used by many threads.
public final class UpstreamGroups {
  private static final String UNIX = "unix:";

  private final Map<String, String> standIns;
  private final EventLoops loops;
  private final NginxVersion version;
  private final InstantSource clock;
  private final Map<String, UpstreamGroup> groups = new ConcurrentHashMap<>();

  UpstreamGroups(
      Map<String, String> standIns, EventLoops loops, NginxVersion version, InstantSource clock) {
    this.standIns = standIns;
    this.loops = loops;
    this.version = version;
    this.clock = clock;
  }

  /// The group of an `upstream` block, that of a literal address, or one that is made for a name
  /// which only the request has given.
  UpstreamGroup of(ProxyTarget target, Execution execution) {
    Optional<Upstream> upstream = target.upstream();
    if (upstream.isEmpty()) {
      String host = execution.text(target.host());
      List<String> addresses = addresses(host, target.port());
      PeerGroup peers = PeerGroup.resolved(host, target.port(), addresses);
      return new UpstreamGroup(peers, Optional.empty(), clock);
    }
    boolean literal = upstream.get().directive().isEmpty();
    Upstream.Peer first = upstream.get().peers().getFirst();
    String key = literal ? first.address() + " " + first.port() : upstream.get().name();
    return groups.computeIfAbsent(key, _ -> group(upstream.get()));
  }

  private UpstreamGroup group(Upstream upstream) {
    return new UpstreamGroup(
        PeerGroup.of(upstream, p -> addresses(p.address(), p.port())),
        KeepaliveSettings.of(upstream, version),
        clock);
  }

  /// Closes the connections that wait for another request.
  void end() {
    groups.values().forEach(UpstreamGroup::end);
  }

  /// Where a server is: the addresses of its name, unless something stands in for it.
  private List<String> addresses(String host, int port) {
    if (port == 0 || standIns.containsKey(host + ":" + port)) {
      return List.of(port == 0 ? host : host + ":" + port);
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      return Stream.of(InetAddress.getAllByName(bare))
          .map(address -> NetUtil.toSocketAddressString(new InetSocketAddress(address, port)))
          .toList();
    } catch (UnknownHostException _) {
      return List.of();
    }
  }

  /// Where to connect for an address that [PeerGroup] knows.
  SocketAddress socket(String address) {
    String place = standIns.getOrDefault(address, address);
    if (place.startsWith(UNIX)) {
      return loops.unix(place.substring(UNIX.length()));
    }
    int colon = place.lastIndexOf(':');
    String host = place.substring(0, colon).replaceAll("^\\[|\\]$", "");
    return new InetSocketAddress(host, Integer.parseInt(place.substring(colon + 1)));
  }
}
