package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.resolve.Resolution;
import dev.wsdoctor.gateway.upstream.PeerGroup;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.Upstream;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The servers of upstreams with `resolve`: their addresses are asked for again and again, and no
/// request waits for them (`ngx_http_upstream_zone_module`). Made by one thread; then all of it is
/// done by that of one loop.
final class Renewal {
  /// The resolver keeps what it knows for as long as that counts, so that asking costs nothing.
  private static final long PAUSE_SECONDS = 1;

  /// After a failure.
  private static final long LONG_PAUSE_SECONDS = 10;

  private static final int NO_SUCH_NAME = 3;

  private record Renewed(Upstream.Peer server, Scope scope, PeerGroup group) {}

  private final Optional<Scope> http;
  private final Resolvers resolvers;
  private final EventLoop loop;
  private final List<Renewed> all = new ArrayList<>();
  private volatile boolean ended;

  private Renewal(Optional<Scope> http, Resolvers resolvers, EventLoop loop) {
    this.http = http;
    this.resolvers = resolvers;
    this.loop = loop;
  }

  /// For no upstream yet.
  static Renewal of(Configuration configuration, Resolvers resolvers, EventLoops loops) {
    return new Renewal(configuration.http().map(Scope::of), resolvers, loops.each().getFirst());
  }

  /// Whether a server is looked up while the gateway runs.
  static boolean concerns(Upstream.Peer server) {
    boolean isName =
        server.port() != 0
            && !server.address().startsWith("[")
            && !NetUtil.isValidIpV4Address(server.address());
    return isName && server.directive().filter(d -> d.parameters().contains("resolve")).isPresent();
  }

  /// Takes care of the servers of an upstream that need it; what nginx would say against it.
  Optional<ConfigurationError> add(Upstream upstream, PeerGroup group) {
    Optional<Directive> block = upstream.directive();
    List<Upstream.Peer> servers = upstream.peers().stream().filter(Renewal::concerns).toList();
    if (block.isEmpty() || http.isEmpty() || servers.isEmpty()) {
      return Optional.empty();
    }
    Scope scope = http.get().within(block.get());
    servers.forEach(server -> all.add(new Renewed(server, scope, group)));
    String name = "upstream \"" + upstream.name() + "\"";
    if (scope.own("zone").isEmpty()) {
      String words =
          "resolving names at run time requires %s in %s to be in shared memory"
              .formatted(name, block.get().where());
      return Optional.of(new ConfigurationError(words, Optional.of(block.get().head()), false));
    }
    return scope.setting("resolver").isPresent()
        ? Optional.empty()
        : Optional.of(
            ConfigurationError.of(
                block.get(), "no resolver defined to resolve names at run time in " + name));
  }

  /// Begins to ask.
  void start() {
    all.forEach(renewed -> loop.execute(() -> ask(renewed)));
  }

  private void ask(Renewed renewed) {
    if (ended) {
      return;
    }
    String name = renewed.server().address();
    boolean asked =
        resolvers.resolve(renewed.scope(), name, loop, found -> answered(renewed, found));
    if (!asked) {
      throw new IllegalStateException("no resolver for " + name);
    }
  }

  private void answered(Renewed renewed, Resolution resolution) {
    Upstream.Peer server = renewed.server();
    long pause =
        switch (resolution) {
          case Resolution.Found(List<InetAddress> addresses) -> {
            renewed
                .group()
                .update(
                    server,
                    addresses.stream().map(a -> HostLookup.text(a, server.port())).toList());
            yield PAUSE_SECONDS;
          }
          case Resolution.Failed(int code, String _) -> {
            if (code == NO_SUCH_NAME) {
              renewed.group().update(server, List.of());
            }
            yield LONG_PAUSE_SECONDS;
          }
        };
    if (!ended && !loop.isShuttingDown()) {
      loop.schedule(() -> ask(renewed), pause, TimeUnit.SECONDS);
    }
  }

  void end() {
    ended = true;
  }
}
