package dev.wsdoctor.gateway.upstream;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.Upstream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Pieces of configurations as core reads them.
final class Written {
  private Written() {}

  static Upstream upstream(String block) {
    return nginx("upstream u {" + block + "}").upstream("u").orElseThrow();
  }

  static Scope server(String block) {
    return nginx("server {" + block + "}").servers().getFirst().scope();
  }

  private static Nginx nginx(String http) {
    byte[] text = ("http {" + http + "}").getBytes(StandardCharsets.ISO_8859_1);
    Configuration configuration = Configuration.ofDump("nginx.conf", text);
    return Nginx.of(configuration, NginxVersion.NEWEST_STABLE);
  }

  /// One address for each server, its name.
  static PeerGroup group(String block) {
    return PeerGroup.of(upstream(block), server -> List.of(server.address() + ":" + server.port()));
  }
}
