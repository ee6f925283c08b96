package dev.wsdoctor.probe;

/// Where a probe dials.
public sealed interface Endpoint {
  /// A host name or an IP literal without brackets.
  record Tcp(String host, int port) implements Endpoint {}

  /// A unix domain socket.
  record Unix(String path) implements Endpoint {}

  /// From an address as nginx writes it in a `server` line: a name, an IP literal with or without
  /// brackets, or `unix:/path`.
  static Endpoint of(String address, int port) {
    return address.startsWith("unix:")
        ? new Unix(address.substring("unix:".length()).replaceFirst(":$", ""))
        : new Tcp(address.replaceAll("^\\[|\\]$", ""), port);
  }

  /// `host:port`, `[::1]:port` or `unix:/path`.
  default String display() {
    return switch (this) {
      case Tcp(String host, int port) ->
          (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
      case Unix(String path) -> "unix:" + path;
    };
  }
}
