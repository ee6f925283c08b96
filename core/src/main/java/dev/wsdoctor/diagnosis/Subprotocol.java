package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import java.util.List;
import java.util.Optional;

/// Whether client and backend agree on a subprotocol when the client offers some: a browser fails
/// the connection when none comes back (WHATWG WebSockets, "establish a WebSocket connection").
final class Subprotocol {
  private static final String FIELD = "Sec-WebSocket-Protocol";

  private Subprotocol() {}

  static Optional<Finding> of(Observation front, List<Observation> backends) {
    List<String> offered = front.request().fields().members(FIELD);
    if (offered.isEmpty() || !isSwitched(front) || isAgreed(front, offered)) {
      return Optional.empty();
    }
    boolean byBackend = backends.stream().anyMatch(backend -> isAgreed(backend, offered));
    Finding cause =
        Finding.of(
            "subprotocol-mismatch",
            Severity.ERROR,
            0.9,
            "the client offers %s and the answer agrees to %s"
                .formatted(String.join(", ", offered), agreed(front).orElse("none")),
            "A browser fails the connection when it offers subprotocols and the 101 names none of them.");
    return Optional.of(
        cause
            .because(HopWords.evidence(front))
            .mendedBy(
                Fix.manual(
                    byBackend
                        ? "the backend agrees when it is asked directly: let no hop set or hide Sec-WebSocket-Protocol"
                        : "let the client ask for a subprotocol that the backend speaks, or for none")));
  }

  private static boolean isSwitched(Observation seen) {
    return seen.response().filter(response -> response.status() == 101).isPresent();
  }

  private static boolean isAgreed(Observation seen, List<String> offered) {
    return isSwitched(seen) && agreed(seen).filter(offered::contains).isPresent();
  }

  private static Optional<String> agreed(Observation seen) {
    return seen.response().flatMap(response -> response.fields().first(FIELD));
  }
}
