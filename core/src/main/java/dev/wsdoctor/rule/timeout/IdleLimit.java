package dev.wsdoctor.rule.timeout;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.StreamProxy;
import dev.wsdoctor.nginx.Tunnel.Limit;
import dev.wsdoctor.rule.HandshakeRules;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How long a tunnel may be silent at one hop: the value, the words for what sets it, where, and
/// how to raise it.
public record IdleLimit(Duration value, String setting, Place place, Fix mend) {
  /// The limits of all hops, the shortest first: it is the one that ends a silent socket.
  public static List<IdleLimit> of(Subject subject) {
    return subject.hops().stream()
        .flatMap(hop -> of(subject, hop).stream())
        .sorted(IdleLimit::compareValue)
        .toList();
  }

  /// A method, because the start-up cache cannot keep what `Comparator.comparing` makes.
  private static int compareValue(IdleLimit one, IdleLimit other) {
    return one.value.compareTo(other.value);
  }

  private static Optional<IdleLimit> of(Subject subject, Hop hop) {
    return hop.isStream()
        ? StreamTimeout.of(subject, hop).map(IdleLimit::of)
        : hop.proxied().filter(Outcome.Proxied::upgradable).map(IdleLimit::of);
  }

  /// The limit of one hop.
  public static IdleLimit of(Outcome.Proxied hop) {
    Limit<Duration> limit = hop.tunnel().readTimeout();
    return new IdleLimit(
        limit.value(),
        words(limit, "proxy_read_timeout"),
        limit
            .directive()
            .map(line -> Place.of(line.head()))
            .orElseGet(() -> HandshakeRules.place(hop)),
        TimeoutMend.of(hop));
  }

  private static IdleLimit of(StreamTimeout timeout) {
    StreamProxy stream = timeout.proxy();
    Directive where = timeout.line().or(stream::by).orElse(stream.server());
    return new IdleLimit(
        timeout.limit(),
        words(stream.timeout(), "proxy_timeout"),
        Place.of(where.head()),
        timeout
            .line()
            .map(TimeoutMend::ofLine)
            .orElseGet(() -> TimeoutMend.ofServer(stream.server())));
  }

  private static String words(Limit<Duration> limit, String directive) {
    return limit.directive().isPresent() ? directive : "the default " + directive;
  }
}
