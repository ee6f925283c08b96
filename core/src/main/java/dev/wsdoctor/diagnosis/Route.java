package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.StreamProxy;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.nginx.UpstreamTls;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The way of a request through the servers of one nginx: a server that proxies to another one of
/// the same configuration makes two hops.
final class Route {
  private static final int MOST_HOPS = Subject.MOST_HOPS;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final Nginx nginx;
  private final FileView files;
  private final boolean handshake;

  private Route(Nginx nginx, FileView files, boolean handshake) {
    this.nginx = nginx;
    this.files = files;
    this.handshake = handshake;
  }

  static List<Hop> of(Nginx nginx, Target target, Fields extra, FileView files) {
    Route route = new Route(nginx, files, target.webSocket());
    return route.from(route.connection(target), Sandbox.request(target, extra));
  }

  /// The way where what the client dials is passed on to a port that this nginx listens on, as the
  /// published port of a container is; none where it listens nowhere in that manner.
  static List<Hop> passedOn(Nginx nginx, Target target, Fields extra, FileView files) {
    Route route = new Route(nginx, files, target.webSocket());
    return route
        .port(target, target.tls())
        .map(port -> Sandbox.connection(target.arrivingAt(port)))
        .map(connection -> route.from(connection, Sandbox.request(target, extra)))
        .orElse(List.of());
  }

  private List<Hop> from(Connection connection, Request request) {
    List<Hop> hops = new ArrayList<>();
    Optional<Hop> next = Optional.of(hop(connection, request));
    while (next.isPresent() && hops.size() < MOST_HOPS) {
      hops.add(next.get());
      next = next(next.get());
    }
    return hops;
  }

  /// As the client dials; a host name stands for the address that the configuration listens on.
  /// Where nothing listens for TLS, it may end in front of nginx, and the request comes in plain.
  private Connection connection(Target target) {
    Optional<Integer> plainPort =
        !target.tls() || listens(target) ? Optional.empty() : port(target, false);
    return plainPort
        .map(port -> Connection.plain(target.host(), port))
        .orElseGet(() -> Sandbox.connection(target));
  }

  /// Be it in `http` or in `stream`, which passes TLS on as it comes.
  private boolean listens(Target target) {
    return nginx.listens(target.host(), target.port())
        || nginx.stream(Sandbox.connection(target)).isPresent();
  }

  /// A port where this nginx takes such connections for that host, the usual one before others.
  private Optional<Integer> port(Target target, boolean tls) {
    return Stream.concat(
            Stream.of(tls ? HTTPS_PORT : HTTP_PORT),
            nginx.servers().stream()
                .flatMap(server -> server.listens().stream())
                .filter(listen -> listen.ssl() == tls)
                .map(Listen::port))
        .filter(port -> nginx.listens(target.host(), port))
        .filter(port -> nginx.speaksTls(target.host(), port) == tls)
        .findFirst();
  }

  private Hop hop(Connection connection, Request request) {
    return AsUser.hop(
        new Hop(connection, request, nginx.decide(connection, request, files)), nginx, files);
  }

  /// The hop that an upstream on this very nginx makes.
  private Optional<Hop> next(Hop hop) {
    if (hop.isStream()) {
      return behindStream(hop);
    }
    return hop.proxied()
        .flatMap(proxied -> proxied.target().upstream())
        .flatMap(group -> group.peers().stream().filter(peer -> !peer.down()).findFirst())
        .filter(peer -> isHere(peer))
        .map(
            peer ->
                hop(
                    onwards(hop.proxied().orElseThrow(), peer),
                    NextRequest.onwards(hop.proxied().orElseThrow().sent(), handshake)));
  }

  /// The bytes that `stream` passes on to a server of this nginx: the same request, TLS and all
  /// unless it ends there.
  private Optional<Hop> behindStream(Hop hop) {
    return nginx.stream(hop.connection())
        .flatMap(
            stream ->
                stream.peers().stream()
                    .limit(1)
                    .filter(this::isHere)
                    .map(peer -> hop(behind(hop.connection(), stream, peer), hop.request()))
                    .findFirst());
  }

  private static Connection behind(Connection before, StreamProxy stream, Upstream.Peer peer) {
    String address = peer.address().equals("localhost") ? "127.0.0.1" : peer.address();
    boolean tls = before.tls() && !stream.endsTls();
    return new Connection(
        address,
        peer.port(),
        tls,
        tls ? before.serverName() : Optional.empty(),
        tls ? before.alpn() : "",
        before.client());
  }

  private static Connection onwards(Outcome.Proxied proxied, Upstream.Peer peer) {
    String address = peer.address().equals("localhost") ? "127.0.0.1" : peer.address();
    return UpstreamTls.of(proxied)
        .map(tls -> encrypted(address, peer.port(), tls))
        .orElseGet(() -> Connection.plain(address, peer.port()));
  }

  /// With the name that `proxy_ssl_server_name` and `proxy_ssl_name` make nginx ask for.
  private static Connection encrypted(String address, int port, UpstreamTls tls) {
    Connection named = Connection.tls(address, port, tls.name().text());
    return tls.sendsName()
        ? named
        : new Connection(address, port, true, Optional.empty(), named.alpn(), named.client());
  }

  private boolean isHere(Upstream.Peer peer) {
    String address = peer.address();
    boolean ownMachine =
        address.equals("localhost")
            || address.startsWith("127.")
            || address.equals("::1")
            || address.startsWith("unix:");
    return ownMachine && nginx.listens(address, peer.port());
  }
}
