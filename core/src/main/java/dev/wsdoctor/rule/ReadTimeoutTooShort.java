package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.time.Duration;
import java.util.List;

/// The tunnel's idle limit is below the longest silence that applications have.
final class ReadTimeoutTooShort implements Rule {
  private static final Duration USUAL_SILENCE = Duration.ofSeconds(60);

  @Override
  public String id() {
    return "read-timeout-too-short";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(Outcome.Proxied::upgradable)
        .filter(hop -> isShort(hop.tunnel().readTimeout().value()))
        .filter(
            hop ->
                !Heartbeat.isFasterThan(
                    subject.target().path(), hop.tunnel().readTimeout().value()))
        .limit(1)
        .map(this::finding)
        .toList();
  }

  private static boolean isShort(Duration limit) {
    return !limit.isZero() && limit.compareTo(USUAL_SILENCE) <= 0;
  }

  private Finding finding(Outcome.Proxied hop) {
    IdleLimit limit = IdleLimit.of(hop);
    boolean isSet = hop.tunnel().readTimeout().directive().isPresent();
    return Finding.of(
            id(),
            Severity.WARNING,
            isSet ? 0.55 : 0.5,
            "a socket that is silent for %s is cut: %s"
                .formatted(Durations.text(limit.value()), limit.setting()),
            "After the upgrade proxy_read_timeout is the idle limit of the whole tunnel; any byte either way,"
                + " a ping too, starts it anew. The end is logged at level info only.")
        .at(limit.place())
        .mendedBy(limit.mend());
  }
}
