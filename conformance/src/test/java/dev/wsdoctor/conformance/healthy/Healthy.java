package dev.wsdoctor.conformance.healthy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A configuration whose author considers it right, and the socket that opens through it.
///
/// `backend` is the port that must get the handshake (absent for a unix socket or a choice),
/// `plainBackends` are the ports that answer ordinary requests, such as an authentication portal;
/// `pathFixed` says that the application has its socket at one path and knows no prefix, `oldHttp`
/// that its server takes the handshake in HTTP/1.0 too.
public record Healthy(
    String name,
    URI url,
    List<Map.Entry<String, String>> headers,
    Optional<Integer> backend,
    Set<Integer> plainBackends,
    boolean pathFixed,
    boolean oldHttp,
    Path folder) {
  public Healthy {
    headers = List.copyOf(headers);
    plainBackends = Set.copyOf(plainBackends);
  }

  public Path configuration() {
    return folder.resolve("nginx.conf");
  }

  /// The same socket through the configuration in another folder.
  public Healthy in(Path other, String otherName) {
    return new Healthy(otherName, url, headers, backend, plainBackends, pathFixed, oldHttp, other);
  }

  boolean isTls() {
    return url.getScheme().equals("wss");
  }

  /// The port of the URL as written, or the scheme's.
  public int port() {
    int implied = isTls() ? 443 : 80;
    return url.getPort() == -1 ? implied : url.getPort();
  }

  @Override
  public String toString() {
    return name;
  }
}
