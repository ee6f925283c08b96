package dev.wsdoctor.capture;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import java.time.Instant;
import java.util.List;

/// Connections that were refused while a handshake was waiting, which then got 502.
final class RefusedSights {
  private static final double SEEN = 0.95;

  private RefusedSights() {}

  static List<Finding> of(Capture capture) {
    return capture.refused().stream()
        .filter(refused -> capture.conversations().stream().anyMatch(one -> waited(one, refused)))
        .limit(1)
        .map(refused -> unreachable(refused, "nobody listens there: SYN is answered with RST"))
        .toList();
  }

  private static boolean waited(Conversation client, Conversation refused) {
    Instant at = refused.opened();
    return client
        .handshake()
        .filter(one -> one.response().filter(answer -> answer.status() == 502).isPresent())
        .filter(one -> one.askedAt().isBefore(at) && one.answeredAt().orElse(at).isAfter(at))
        .isPresent();
  }

  static Finding unreachable(Conversation conversation, String seen) {
    return Finding.of(
            "upstream-unreachable",
            Severity.ERROR,
            SEEN,
            "%s cannot be reached".formatted(conversation.server()),
            "The intermediary gets no connection to the backend, and the client gets 502.")
        .because(CaptureJudge.seen(conversation, seen))
        .mendedBy(Fix.manual("start the backend, or correct the address in proxy_pass"));
  }
}
