package dev.wsdoctor.application;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Target;
import java.util.List;
import java.util.Optional;

/// An application that is to be put behind nginx: under which name, in front of which backends (at
/// least one), with which certificate, for which release of nginx.
public record Site(
    ApplicationProfile application,
    String domain,
    List<Target> backends,
    Optional<Certificate> certificate,
    int httpPort,
    NginxVersion version) {
  /// Files as nginx is to read them.
  public record Certificate(String file, String key) {}

  public Site {
    backends = List.copyOf(backends);
    if (backends.isEmpty()) {
      throw new IllegalArgumentException("a site has a backend");
    }
  }

  /// What a browser calls it: `https://example.com`.
  public String origin() {
    String port = httpPort == 80 ? "" : ":" + httpPort;
    return certificate.isPresent() ? "https://" + domain : "http://" + domain + port;
  }

  /// Where a client opens one of its sockets.
  String socketUrl() {
    return "ws" + origin().substring("http".length()) + application.samplePaths().getFirst();
  }

  /// Whether its backends need a block of their own.
  boolean hasUpstream() {
    return backends.size() > 1 || application.needs().keepalive().isPresent();
  }

  /// The name of that block, which no other site of this nginx has.
  String upstreamName() {
    return domain.replaceAll("[^A-Za-z0-9]", "-") + "-backend";
  }
}
