package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;

/// A 101 that is none: what RFC 6455, 4.1 asks of it is not there, or more than was offered.
public final class InvalidSwitch {
  private InvalidSwitch() {}

  /// By what was seen to be wrong with it.
  public static Finding cause(Observation seen) {
    boolean accept =
        seen.violations().stream()
            .anyMatch(one -> one.contains("Sec-WebSocket-") || one.contains("extension"));
    return Finding.of(
            accept ? "accept-invalid" : "upgrade-response-hidden",
            Severity.ERROR,
            0.9,
            "the answer is 101, but " + String.join("; ", seen.violations()),
            "A client fails the connection when Upgrade, Connection or Sec-WebSocket-Accept of the 101 are not what"
                + " RFC 6455, 4.1 asks for.")
        .mendedBy(
            Fix.manual(
                "look for a hop that answers or caches the handshake itself, or hides response fields"));
  }
}
