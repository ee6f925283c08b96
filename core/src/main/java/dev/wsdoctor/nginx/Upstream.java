package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;

/// An `upstream` block, or the group of one that a literal address in `proxy_pass` makes.
public record Upstream(String name, Optional<Directive> directive, List<Peer> peers) {
  /// A `server` line of an upstream; `address` is a host name, an IP literal or `unix:/path` (port
  /// 0).
  public record Peer(
      String address,
      int port,
      int weight,
      boolean backup,
      boolean down,
      Optional<Directive> directive) {}

  public Upstream {
    peers = List.copyOf(peers);
  }
}
