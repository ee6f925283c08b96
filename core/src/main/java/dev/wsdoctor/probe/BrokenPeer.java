package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;

/// A server whose frames break RFC 6455, which no client bears.
public final class BrokenPeer {
  private BrokenPeer() {}

  /// `how` is what was sent, in half a sentence.
  public static Finding cause(String how, Evidence seen) {
    return Finding.of(
            "closed-by-backend",
            Severity.ERROR,
            0.85,
            "the backend does not keep to RFC 6455, so every client ends the socket: " + how,
            "nginx and HAProxy pass bytes on as they are; a client that meets such bytes has to fail the connection"
                + " (RFC 6455, 7.1.7).")
        .because(seen)
        .mendedBy(
            Fix.manual(
                "mend the server, or the gateway that reads frames on the way; 'wsdoctor probe URL --backend URL' tells which"));
  }
}
