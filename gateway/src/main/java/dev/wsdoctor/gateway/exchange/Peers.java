package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Upstream;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The servers that one proxied request may go to, in the order of the file, backups last.
final class Peers {
  private static final String UNIX = "unix:";

  /// One of them: as it is named in variables and messages, and where it really is.
  record Peer(String name, SocketAddress address) {}

  private final Deque<Peer> left;
  private final int count;

  private Peers(List<Peer> peers) {
    this.left = new ArrayDeque<>(peers);
    this.count = peers.size();
  }

  static Peers of(ProxyTarget target, Execution execution, Site site, EventLoops loops) {
    List<Upstream.Peer> written =
        target
            .upstream()
            .map(Upstream::peers)
            .orElseGet(
                () ->
                    List.of(
                        new Upstream.Peer(
                            execution.text(target.host()),
                            target.port(),
                            1,
                            false,
                            false,
                            Optional.empty())));
    List<Peer> usable = new ArrayList<>();
    for (boolean backup : new boolean[] {false, true}) {
      for (Upstream.Peer peer : written) {
        if (peer.backup() == backup && !peer.down()) {
          usable.addAll(resolve(peer, site.standIns(), loops));
        }
      }
    }
    return new Peers(usable);
  }

  private static List<Peer> resolve(
      Upstream.Peer peer, Map<String, String> standIns, EventLoops loops) {
    String name = peer.port() == 0 ? peer.address() : peer.address() + ":" + peer.port();
    String place = standIns.getOrDefault(name, name);
    if (place.startsWith(UNIX)) {
      return List.of(new Peer(name, loops.unix(place.substring(UNIX.length()))));
    }
    int colon = place.lastIndexOf(':');
    String host = place.substring(0, colon);
    int port = Integer.parseInt(place.substring(colon + 1));
    List<Peer> found = new ArrayList<>();
    for (InetAddress address : addresses(host)) {
      InetSocketAddress socket = new InetSocketAddress(address, port);
      String known = place.equals(name) ? NetUtil.toSocketAddressString(socket) : name;
      found.add(new Peer(known, socket));
    }
    return found;
  }

  /// The addresses of a literal at once; those of a name as the system knows them.
  private static List<InetAddress> addresses(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      return List.of(InetAddress.getAllByName(bare));
    } catch (UnknownHostException _) {
      return List.of();
    }
  }

  /// The next one that was not tried yet.
  Optional<Peer> next() {
    return Optional.ofNullable(left.poll());
  }

  /// Whether another one may be tried.
  boolean hasMore() {
    return !left.isEmpty();
  }

  int count() {
    return count;
  }
}
