package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.List;
import java.util.Optional;

/// Every location of every server that could take a WebSocket, in file order, and what each would
/// make of an opening handshake.
public record Survey(
    Optional<String> configFile,
    NginxVersion nginxVersion,
    String nginxVersionSource,
    List<Entry> entries,
    List<String> remarks) {
  /// One location; `proxyPass` is the line that makes it proxy, `proxied` what it would send:
  /// nothing when nginx answers by itself.
  public record Entry(
      VirtualServer server,
      Location location,
      Directive proxyPass,
      Optional<Outcome.Proxied> proxied,
      Expectation expectation) {}

  /// What becomes of a socket there.
  public enum Expectation {
    /// The handshake goes on as it should, over HTTP/1.1.
    OPENS,
    /// The backend does not get a handshake, or the tunnel ends at once.
    FAILS,
    /// nginx answers by itself, with a redirect, an error or a file.
    ANSWERS,
    /// A value that is known only at run time decides.
    DEPENDS
  }

  public Survey {
    entries = List.copyOf(entries);
    remarks = List.copyOf(remarks);
  }
}
