package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.gateway.resolve.Resolution;
import dev.wsdoctor.gateway.upstream.Failure;
import dev.wsdoctor.gateway.upstream.HeldPeer;
import dev.wsdoctor.gateway.upstream.Method;
import dev.wsdoctor.gateway.upstream.NextUpstream;
import dev.wsdoctor.gateway.upstream.Peer;
import dev.wsdoctor.gateway.upstream.PeerChoice;
import dev.wsdoctor.gateway.upstream.PeerGroup;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The servers that one proxied request goes to, one after another. Used by one thread.
final class Peers {
  private final Recipient exchange;
  private final Execution execution;
  private final Outcome.Proxied proxied;
  private final NextUpstream rule;
  private final InstantSource clock;
  private @Nullable UpstreamGroup group;
  private @Nullable PeerChoice choice;
  private boolean holdsOne;

  Peers(Recipient exchange, Execution execution, Outcome.Proxied proxied) {
    this.exchange = exchange;
    this.execution = execution;
    this.proxied = proxied;
    this.rule = NextUpstream.of(proxied.scope());
    this.clock = exchange.site().clock();
  }

  /// Finds the servers, if need be by asking a name server: `then` is called at once or later, with
  /// what nginx logs if there are none (`ngx_http_upstream_resolve_handler`).
  void find(Consumer<Optional<Message>> then) {
    ProxyTarget target = proxied.target();
    UpstreamGroups groups = exchange.site().upstreams();
    String host = execution.text(target.host());
    Optional<UpstreamGroup> known =
        target.upstream().map(groups::of).or(() -> groups.known(host, target.port()));
    if (known.isPresent()) {
      begin(known.get());
      then.accept(Optional.empty());
      return;
    }
    boolean asked =
        exchange
            .site()
            .resolvers()
            .resolve(
                proxied.scope(),
                host,
                exchange.channel().eventLoop(),
                found -> then.accept(complaint(host, found)));
    if (!asked) {
      then.accept(Optional.of(UpstreamMessages.noResolver(host)));
    }
  }

  private Optional<Message> complaint(String host, Resolution found) {
    return switch (found) {
      case Resolution.Found(List<InetAddress> addresses) -> {
        int port = proxied.target().port();
        begin(exchange.site().upstreams().resolved(host, port, addresses));
        yield Optional.empty();
      }
      case Resolution.Failed(int code, String words) ->
          Optional.of(UpstreamMessages.notResolved(host, code, words));
    };
  }

  private void begin(UpstreamGroup found) {
    PeerGroup peers = found.peers();
    String key = peers.method() instanceof Method.ByKey by ? execution.text(by.key()) : "";
    PeerChoice all = peers.choice(exchange.clientAddress(), key, ThreadLocalRandom.current());
    all.limitTries(rule.tries());
    group = found;
    choice = all;
  }

  private UpstreamGroup group() {
    return found(group);
  }

  private PeerChoice choice() {
    return found(choice);
  }

  private static <T> T found(@Nullable T found) {
    if (found == null) {
      throw new IllegalStateException("the servers are not known yet");
    }
    return found;
  }

  /// As messages and variables name the group when nobody in it can be asked.
  String name() {
    return group().peers().name();
  }

  /// The next one; nothing when there are no live upstreams.
  Optional<Peer> next() {
    Optional<Peer> peer = choice().next(clock.instant());
    holdsOne = peer.isPresent();
    return peer;
  }

  /// A kept connection to a peer, or a new one (`ngx_http_upstream_get_keepalive_peer`).
  UpstreamConnection connect(Peer peer, Proxying by) {
    UpstreamConnection.Route route = route(peer);
    Optional<UpstreamConnection> kept = idle().flatMap(i -> i.take(route.address(), route.user()));
    kept.ifPresent(connection -> connection.serve(by, route));
    return kept.orElseGet(
        () ->
            UpstreamConnection.open(
                by, exchange.channel(), exchange.site().loops(), route, clock.instant()));
  }

  private Optional<IdleConnections> idle() {
    return group().idle(exchange.channel().eventLoop());
  }

  private UpstreamConnection.Route route(Peer peer) {
    Site site = exchange.site();
    Optional<UpstreamSecurity> security = UpstreamSecurity.of(proxied, site, execution);
    boolean local = idle().map(IdleConnections::isLocal).orElse(false);
    Object tls = security.map(UpstreamSecurity::user).orElse(List.of());
    return new UpstreamConnection.Route(
        peer.address(),
        site.upstreams().socket(peer.address()),
        LocalAddress.of(proxied.scope(), execution),
        security,
        proxied.tunnel().bufferSize().value(),
        List.of(local ? proxied.scope().block() : "", tls));
  }

  /// Keeps a connection for another request, if it is fit for one and there is room, or closes it
  /// (`ngx_http_upstream_free_keepalive_peer`).
  void leave(UpstreamConnection connection, boolean fit) {
    Optional<IdleConnections> among = idle().filter(_ -> fit);
    if (among.isPresent()) {
      among.get().keep(connection);
    } else {
      connection.close();
    }
  }

  /// What the current one was asked, as [NextUpstream.Try] has it.
  NextUpstream.Try attempt(boolean kept, boolean sent, boolean unbuffered, Duration elapsed) {
    return new NextUpstream.Try(
        execution.method(), choice().tries(), sent, unbuffered, kept, elapsed);
  }

  /// The current one has failed so: gives it back; whether another is asked
  /// (`ngx_http_upstream_next`).
  boolean failed(Failure failure, NextUpstream.Try last, UpstreamReport report) {
    boolean goesOn = rule.goesOn(failure, last);
    report.released(release(failure.release()));
    if (last.kept() && failure == Failure.ERROR) {
      choice().addTry();
    }
    return goesOn;
  }

  /// What keeps an answer from the client and has another one asked
  /// (`ngx_http_upstream_test_next`); the current one is given back then.
  Optional<Failure> passesOver(int status, NextUpstream.Try last, UpstreamReport report) {
    Optional<Failure> failure = Failure.ofStatus(status).filter(f -> rule.goesOn(f, last));
    failure.ifPresent(f -> report.released(release(f.release())));
    return failure;
  }

  /// The current one, if there is one, which somebody else gives back.
  Optional<HeldPeer> handOver() {
    boolean held = holdsOne;
    holdsOne = false;
    return held ? choice().handOver() : Optional.empty();
  }

  /// Gives the current one back, if there is one. True if it is left out from now on.
  boolean release(PeerChoice.Release how) {
    boolean held = holdsOne;
    holdsOne = false;
    return held && choice().release(how, clock.instant());
  }
}
