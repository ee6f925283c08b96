package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.rule.LimitRateOnTunnel;
import java.util.Optional;

/// `X-Accel-Limit-Rate` in a 101: a `limit_rate` that no file shows
/// (`ngx_http_upstream_process_limit_rate`).
final class RateOfBackend {
  private static final String FIELD = "X-Accel-Limit-Rate";

  private RateOfBackend() {}

  static Optional<Finding> cause(Outcome.Proxied hop, Observation backend) {
    boolean ignored =
        hop.scope()
            .setting("proxy_ignore_headers")
            .filter(line -> line.parameters().stream().anyMatch(FIELD::equalsIgnoreCase))
            .isPresent();
    return backend
        .response()
        .filter(_ -> backend.opened() && !ignored)
        .flatMap(answer -> answer.fields().first(FIELD))
        .filter(rate -> rate.matches("[0-9]{1,9}"))
        .map(Integer::parseInt)
        .filter(LimitRateOnTunnel::harms)
        .map(rate -> finding(rate, hop, backend));
  }

  private static Finding finding(int rate, Outcome.Proxied hop, Observation backend) {
    return Finding.of(
            "limit-rate-on-tunnel",
            Severity.WARNING,
            0.85,
            "the backend answers with %s: %d, so nginx does not close the client when the backend ends the socket"
                .formatted(FIELD, rate),
            "It is a limit_rate for this answer: it delays the head of the 101, slows no message down, and the client's side"
                + " is left open without a word.")
        .at(Place.of(hop.by().head()))
        .because(HopWords.evidence(backend))
        .mendedBy(
            Fix.manual(
                "leave the field out of the backend's 101, or proxy_ignore_headers %s; in the location of the socket"
                    .formatted(FIELD)));
  }
}
