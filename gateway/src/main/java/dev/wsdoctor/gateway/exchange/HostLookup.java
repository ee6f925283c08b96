package dev.wsdoctor.gateway.exchange;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// Where the servers of upstreams are: asks the system for the addresses of names, and waits for
/// them (`ngx_inet_resolve_host`).
///
/// @param system the addresses of a name, or of an address as text; none if there is no such name
record HostLookup(Function<String, List<InetAddress>> system) {
  private static final Comparator<InetAddress> IPV4_FIRST =
      Comparator.comparing(address -> !(address instanceof Inet4Address));

  static HostLookup ofSystem() {
    return new HostLookup(HostLookup::ask);
  }

  private static List<InetAddress> ask(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException _) {
      return List.of();
    }
  }

  /// As [dev.wsdoctor.gateway.upstream.Peer#address] gives them; none if there is no such host.
  ///
  /// @param port 0 for a unix socket
  List<String> addresses(String host, int port) {
    if (port == 0) {
      return List.of(host);
    }
    return sockets(host, port).stream().map(s -> text(s.getAddress(), port)).toList();
  }

  static String text(InetAddress address, int port) {
    return NetUtil.toSocketAddressString(new InetSocketAddress(address, port));
  }

  List<InetSocketAddress> sockets(String host, int port) {
    return system.apply(bare(host)).stream()
        .sorted(IPV4_FIRST)
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
