package dev.wsdoctor.rule.timeout;

import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The tunnel's idle limit is below the longest silence that applications have.
public final class ReadTimeoutTooShort implements Rule {
  private static final Duration USUAL_SILENCE = Duration.ofSeconds(60);

  @Override
  public String id() {
    return "read-timeout-too-short";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return Stream.concat(
            stream(subject), subject.proxied().filter(hop -> cuts(subject, hop)).map(this::finding))
        .limit(1)
        .toList();
  }

  /// Whether a socket of this URL may be silent for longer than the tunnel allows.
  static boolean cuts(Subject subject, Outcome.Proxied hop) {
    Duration limit = hop.tunnel().readTimeout().value();
    return hop.upgradable() && isShort(limit) && !hasFasterHeartbeat(subject, limit);
  }

  private static boolean isShort(Duration limit) {
    return !limit.isZero() && limit.compareTo(USUAL_SILENCE) <= 0;
  }

  /// An application that is known by its socket's path keeps that socket alive by itself.
  static boolean hasFasterHeartbeat(Subject subject, Duration limit) {
    return subject
        .application()
        .map(Recognition::profile)
        .filter(profile -> profile.serves(subject.target().path()))
        .flatMap(profile -> profile.needs().heartbeat())
        .filter(heartbeat -> heartbeat.compareTo(limit) < 0)
        .isPresent();
  }

  /// The limit of a `stream` server in front, where it is set: its default is ten minutes.
  private Stream<Finding> stream(Subject subject) {
    return StreamTimeout.all(subject)
        .filter(timeout -> isShort(timeout.limit()))
        .filter(timeout -> !hasFasterHeartbeat(subject, timeout.limit()))
        .flatMap(timeout -> timeout.line().map(line -> finding(timeout, line)).stream());
  }

  private Finding finding(StreamTimeout timeout, Directive line) {
    return Finding.of(
            id(),
            Severity.WARNING,
            0.55,
            "a socket that is silent for %s is cut: proxy_timeout of stream"
                .formatted(Durations.text(timeout.limit())),
            "stream closes a connection when neither side sends for proxy_timeout, whatever the limits of"
                + " http behind it.")
        .at(Place.of(line.head()))
        .mendedBy(TimeoutMend.ofLine(line));
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
