package dev.wsdoctor.sandbox;

/// An upstream peer of the original configuration.
///
/// @param authority how the configuration writes it: what `$proxy_host` gives when it stands in a
///   `proxy_pass`
/// @param address its host, or `unix:/path`
/// @param port 0 for a unix socket
/// @param role what its stand-in does
record Peer(String authority, String address, int port, Role role) {
  /// How a stand-in answers.
  enum Role {
    /// As a WebSocket server: 101 to a handshake, 400 to a bad one, 200 to anything else.
    BACKEND,
    /// Grants what `auth_request` asks: always 200.
    AUTHORIZATION,
    /// Takes the place of a `proxy_pass` with variables, to learn their value.
    CAPTURE
  }

  private static final String UNIX = "unix:";

  /// A peer as written in `server` or behind the scheme of `proxy_pass`.
  static Peer of(String authority, int defaultPort, Role role) {
    if (authority.startsWith(UNIX)) {
      String path = authority.replaceFirst(":$", "");
      return new Peer("localhost", path, 0, role);
    }
    int colon = authority.lastIndexOf(':');
    if (colon < 0 || authority.endsWith("]")) {
      return new Peer(authority, authority, defaultPort, role);
    }
    String host = authority.substring(0, colon);
    String written = authority.substring(colon + 1);
    int port = written.matches("[0-9]{1,5}") ? Integer.parseInt(written) : defaultPort;
    // ngx_http_proxy_set_vars: `$proxy_host` leaves out the scheme's own port.
    return new Peer(port == defaultPort ? host : authority, host, port, role);
  }

  /// `app:8080`, `unix:/run/app.sock`.
  String name() {
    return port == 0 ? address : address + ":" + port;
  }
}
