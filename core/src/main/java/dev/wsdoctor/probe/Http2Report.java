package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import java.util.List;
import java.util.Optional;

/// What a hop says about WebSockets over HTTP/2 (RFC 8441). `settings` are those of its first
/// SETTINGS frame; `extended` is the status of an extended CONNECT, tried when the hop offers it.
public record Http2Report(
    Target target,
    String alpn,
    boolean speaksHttp2,
    List<Setting> settings,
    boolean offersConnectProtocol,
    Optional<Integer> extended,
    String failure,
    List<String> remarks,
    List<Finding> causes) {
  public Http2Report {
    settings = List.copyOf(settings);
    remarks = List.copyOf(remarks);
    causes = List.copyOf(causes);
  }

  /// One setting by its number (RFC 9113, 6.5.2; 8 is of RFC 8441), and its name where it has one.
  public record Setting(int id, String name, long value) {}
}
