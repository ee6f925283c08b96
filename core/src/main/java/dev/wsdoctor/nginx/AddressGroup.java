package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.Optional;

/// One address and port that nginx listens on, and the servers that share it; only these compete
/// for a request that arrives there.
final class AddressGroup {
  private final String title;
  private final ServerNames names = new ServerNames();
  private final Server first;
  private boolean explicitDefault;
  private Server defaultServer;
  private Listen listen;
  private boolean ssl;
  private boolean http2;
  private boolean proxyProtocol;
  private int servers;

  AddressGroup(Server first, Listen listen) {
    this.first = first;
    this.listen = listen;
    this.defaultServer = first;
    this.title = listen.port() == 0 ? listen.address() : listen.address() + ":" + listen.port();
  }

  /// The options of every `listen` of an address hold for all its servers.
  void add(Server server, Listen of) {
    servers++;
    ssl |= of.ssl();
    http2 |= of.http2();
    proxyProtocol |= of.proxyProtocol();
    if (of.defaultServer() && !explicitDefault) {
      explicitDefault = true;
      defaultServer = server;
      listen = of;
    }
    for (String name : server.names()) {
      names.add(server, name);
    }
  }

  /// `*:80`.
  String title() {
    return title;
  }

  ServerNames names() {
    return names;
  }

  Server defaultServer() {
    return defaultServer;
  }

  boolean hasExplicitDefault() {
    return explicitDefault;
  }

  int servers() {
    return servers;
  }

  /// The line that decides for the address: that of the default server.
  Optional<Directive> directive() {
    return listen.directive();
  }

  boolean http2() {
    return http2;
  }

  boolean proxyProtocol() {
    return proxyProtocol;
  }

  /// Whether TLS is spoken here: `listen ... ssl`, or `ssl on` of old (until 1.25.0).
  boolean ssl() {
    return ssl || defaultServer.scope().flag("ssl", false);
  }

  boolean isAlone() {
    return servers == 1 && defaultServer == first;
  }
}
