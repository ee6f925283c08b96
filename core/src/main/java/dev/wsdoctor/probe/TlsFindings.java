package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import java.util.List;

/// What a browser makes of a TLS session.
final class TlsFindings {
  private TlsFindings() {}

  static Finding weak(List<String> troubles) {
    return Finding.of(
            "tls-weak",
            Severity.WARNING,
            0.8,
            String.join("; ", troubles),
            "A browser refuses the socket without asking when it does not trust the certificate, and shows 1006 only.")
        .because(troubles.stream().map(Evidence::probe).toList())
        .mendedBy(Fix.manual("serve a certificate that is valid for this name, with its chain"));
  }
}
