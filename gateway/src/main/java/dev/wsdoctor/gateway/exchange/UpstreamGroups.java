package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.upstream.PeerGroup;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Upstream;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
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
  private final Map<String, PeerGroup> groups = new ConcurrentHashMap<>();

  UpstreamGroups(Map<String, String> standIns, EventLoops loops) {
    this.standIns = standIns;
    this.loops = loops;
  }

  /// The group of an `upstream` block, that of a literal address, or one that is made for a name
  /// which only the request has given.
  PeerGroup of(ProxyTarget target, Execution execution) {
    Optional<Upstream> upstream = target.upstream();
    if (upstream.isEmpty()) {
      String host = execution.text(target.host());
      return PeerGroup.resolved(host, target.port(), addresses(host, target.port()));
    }
    boolean literal = upstream.get().directive().isEmpty();
    Upstream.Peer first = upstream.get().peers().getFirst();
    String key = literal ? first.address() + " " + first.port() : upstream.get().name();
    return groups.computeIfAbsent(
        key, _ -> PeerGroup.of(upstream.get(), p -> addresses(p.address(), p.port())));
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
