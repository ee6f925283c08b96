package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.StreamProxy;
import dev.wsdoctor.nginx.Tunnel.Limit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How long a tunnel may be silent at one hop: the value, the words for what sets it, where, and
/// how to raise it.
public record IdleLimit(Duration value, String setting, Place place, Fix mend) {
  private static final String LONG = "3600s";

  /// The limits of all hops, the shortest first: it is the one that ends a silent socket.
  public static List<IdleLimit> of(Subject subject) {
    return subject.hops().stream()
        .flatMap(hop -> of(subject, hop).stream())
        .sorted(Comparator.comparing(IdleLimit::value))
        .toList();
  }

  private static Optional<IdleLimit> of(Subject subject, Hop hop) {
    return hop.isStream()
        ? subject.nginx().stream(hop.connection()).map(IdleLimit::of)
        : hop.proxied().filter(Outcome.Proxied::upgradable).map(IdleLimit::of);
  }

  static IdleLimit of(Outcome.Proxied hop) {
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

  private static IdleLimit of(StreamProxy stream) {
    Limit<Duration> limit = stream.timeout();
    Directive where = limit.directive().or(stream::by).orElse(stream.server());
    return new IdleLimit(
        limit.value(),
        words(limit, "proxy_timeout"),
        Place.of(where.head()),
        Fix.review(
            "raise the idle limit of stream above the longest silence", mend(stream, limit)));
  }

  private static List<Edit> mend(StreamProxy stream, Limit<Duration> limit) {
    return Stream.of(
            limit
                .directive()
                .map(line -> new Edit(line.parameterRange(0), LONG))
                .orElseGet(
                    () -> Layout.first(stream.server(), List.of("proxy_timeout " + LONG + ";"))))
        .toList();
  }

  private static String words(Limit<Duration> limit, String directive) {
    return limit.directive().isPresent() ? directive : "the default " + directive;
  }
}
