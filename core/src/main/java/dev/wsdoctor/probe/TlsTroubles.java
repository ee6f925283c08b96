package dev.wsdoctor.probe;

import dev.wsdoctor.probe.Observation.TlsSession;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a browser would refuse or regret about a TLS session, one sentence each.
final class TlsTroubles {
  private TlsTroubles() {}

  static List<String> of(TlsWire wire, ProbeTls tls, Instant now) {
    List<String> found =
        new ArrayList<>(
            new CertificateJudge(
                    tls.authorities()
                        .map(file -> TrustAnchors.of(Path.of(file)))
                        .orElseGet(TrustAnchors::ofThisMachine))
                .troubles(wire.certificates(), tls.name(), now));
    TlsSession session = wire.session();
    if (session.protocol().matches("SSLv3|TLSv1|TLSv1\\.1")) {
      found.add(
          "expected TLS 1.2 or newer but the server chose %s; set ssl_protocols TLSv1.2 TLSv1.3"
              .formatted(session.protocol()));
    }
    if (!session.alpn().isEmpty() && !session.alpn().equals("http/1.1")) {
      found.add("expected ALPN http/1.1, as offered, but the server chose " + session.alpn());
    }
    return found;
  }
}
