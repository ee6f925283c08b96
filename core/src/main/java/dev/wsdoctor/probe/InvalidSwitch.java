package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;

/// A 101 that is none: what RFC 6455, 4.1 asks of it is not there, or more than was offered.
public final class InvalidSwitch {
  private InvalidSwitch() {}

  /// By what was seen to be wrong with it.
  public static Finding cause(Observation seen) {
    String wrong = String.join("; ", seen.violations());
    if (wrong.contains("Sec-WebSocket-Accept")) {
      return of(
          "accept-invalid",
          wrong,
          "A client fails the connection when Sec-WebSocket-Accept is not made from its key (RFC 6455, 4.1).",
          "look for a hop that answers or caches the handshake itself");
    }
    if (wrong.contains("xtension") || wrong.contains("RFC 7692")) {
      return of(
          "extension-not-offered",
          wrong,
          "A client fails the connection when the 101 names an extension, or a parameter of one, that it did not offer"
              + " (RFC 6455, 4.1 and 9.1).",
          "let the server answer only what Sec-WebSocket-Extensions of the request offers, and no hop add or keep that"
              + " field of the 101 by itself");
    }
    if (wrong.contains("ubprotocol") || wrong.contains("Sec-WebSocket-Protocol")) {
      return of(
          "subprotocol-mismatch",
          wrong,
          "A client fails the connection when the 101 names a subprotocol that it did not offer (RFC 6455, 4.1).",
          "let the client offer the subprotocol that the backend speaks, and the backend answer only one that was offered");
    }
    return of(
        "upgrade-response-hidden",
        wrong,
        "A client fails the connection when Upgrade and Connection of the 101 are not what RFC 6455, 4.1 asks for.",
        "look for a hop that answers or caches the handshake itself, or hides response fields");
  }

  private static Finding of(String id, String wrong, String why, String advice) {
    return Finding.of(id, Severity.ERROR, 0.9, "the answer is 101, but " + wrong, why)
        .mendedBy(Fix.manual(advice));
  }
}
