package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.upstream.KeepaliveSettings;
import dev.wsdoctor.gateway.upstream.PeerGroup;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Upstream;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The upstreams of a configuration with the state of their servers, which all requests share. Made
/// by one thread, and then used by many.
public final class UpstreamGroups {
  private static final String UNIX = "unix:";

  private final Map<String, String> standIns;
  private final HostLookup lookup;
  private final InstantSource clock;
  private final List<ConfigurationError> errors = new ArrayList<>();

  /// By [#key]; complete once it is made.
  private final Map<String, UpstreamGroup> groups = new HashMap<>();

  private UpstreamGroups(Map<String, String> standIns, HostLookup lookup, InstantSource clock) {
    this.standIns = standIns;
    this.lookup = lookup;
    this.clock = clock;
  }

  /// Looks up the names of all servers, as nginx does before it starts, but for those that are left
  /// to `renewal`.
  static UpstreamGroups of(
      Nginx nginx,
      Map<String, String> standIns,
      HostLookup lookup,
      Renewal renewal,
      InstantSource clock) {
    UpstreamGroups all = new UpstreamGroups(standIns, lookup, clock);
    nginx.upstreams().forEach(upstream -> all.add(upstream, nginx));
    nginx.literalUpstreams().forEach(upstream -> all.add(upstream, nginx));
    nginx.upstreams().forEach(upstream -> all.renew(upstream, renewal));
    return all;
  }

  private void renew(Upstream upstream, Renewal renewal) {
    renewal.add(upstream, of(upstream).peers()).ifPresent(errors::add);
  }

  private void add(Upstream upstream, Nginx nginx) {
    upstream.peers().stream()
        .filter(server -> !Renewal.concerns(server) && addresses(server).isEmpty())
        .forEach(server -> server.directive().ifPresent(d -> errors.add(notFound(server, d))));
    groups.put(key(upstream), group(upstream, KeepaliveSettings.of(upstream, nginx.version())));
  }

  private static ConfigurationError notFound(Upstream.Peer server, Directive by) {
    String name = by.is("server") ? by.parameter() : server.address();
    return ConfigurationError.of(by, "host not found in upstream \"" + name + "\"");
  }

  private UpstreamGroup group(Upstream upstream, Optional<KeepaliveSettings> keepalive) {
    return new UpstreamGroup(PeerGroup.of(upstream, this::addresses), keepalive, clock);
  }

  /// An upstream block is known by its name, an address by its host and port.
  private static String key(Upstream upstream) {
    if (upstream.directive().isPresent()) {
      return upstream.name().toLowerCase(Locale.ROOT);
    }
    Upstream.Peer only = upstream.peers().getFirst();
    return only.address().toLowerCase(Locale.ROOT) + " " + only.port();
  }

  /// What nginx would say against it, in its words.
  List<ConfigurationError> errors() {
    return errors;
  }

  /// The group of an `upstream` block or of an address, as the file or a request gives it.
  UpstreamGroup of(Upstream upstream) {
    UpstreamGroup known = groups.get(key(upstream));
    return known == null ? group(upstream, Optional.empty()) : known;
  }

  /// The group of a name that only a request has given; nothing if it must be looked up first.
  Optional<UpstreamGroup> known(String host, int port) {
    boolean stoodFor = standIns.containsKey(host + ":" + port);
    boolean isName = !NetUtil.isValidIpV4Address(host) && !host.startsWith("[") && port != 0;
    return isName && !stoodFor
        ? Optional.empty()
        : Optional.of(made(host, port, addresses(host, port)));
  }

  /// The group of a name that was looked up for a request.
  UpstreamGroup resolved(String host, int port, List<InetAddress> addresses) {
    return made(host, port, addresses.stream().map(a -> HostLookup.text(a, port)).toList());
  }

  private UpstreamGroup made(String host, int port, List<String> addresses) {
    return new UpstreamGroup(PeerGroup.resolved(host, port, addresses), Optional.empty(), clock);
  }

  private List<String> addresses(Upstream.Peer server) {
    return Renewal.concerns(server) ? List.of() : addresses(server.address(), server.port());
  }

  /// Those of a host, unless something stands in for it.
  private List<String> addresses(String host, int port) {
    String written = host + ":" + port;
    return standIns.containsKey(written) ? List.of(written) : lookup.addresses(host, port);
  }

  /// Closes the connections that wait for another request.
  void end() {
    groups.values().forEach(UpstreamGroup::end);
  }

  /// Where to connect for an address that [PeerGroup] knows.
  SocketAddress socket(String address) {
    String place = standIns.getOrDefault(address, address);
    if (place.startsWith(UNIX)) {
      return UnixDomainSocketAddress.of(place.substring(UNIX.length()));
    }
    int colon = place.lastIndexOf(':');
    boolean isBracketed = place.startsWith("[") && place.charAt(colon - 1) == ']';
    String host = isBracketed ? place.substring(1, colon - 1) : place.substring(0, colon);
    return new InetSocketAddress(host, Integer.parseInt(place.substring(colon + 1)));
  }
}
