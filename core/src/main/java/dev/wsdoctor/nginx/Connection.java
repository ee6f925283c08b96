package dev.wsdoctor.nginx;

import java.util.Optional;

/// The connection on which a request arrives: the address and port dialled, TLS with its SNI name
/// and negotiated protocol (ALPN), and who calls. A unix socket has its path as `address` and port
/// 0.
public record Connection(
    String address,
    int port,
    boolean tls,
    Optional<String> serverName,
    String alpn,
    String client) {
  /// A plain connection to `address:port` from loopback.
  public static Connection plain(String address, int port) {
    return new Connection(address, port, false, Optional.empty(), "", "127.0.0.1");
  }

  /// A TLS connection to `address:port` that asks for `serverName`.
  public static Connection tls(String address, int port, String serverName) {
    return new Connection(address, port, true, Optional.of(serverName), "http/1.1", "127.0.0.1");
  }
}
