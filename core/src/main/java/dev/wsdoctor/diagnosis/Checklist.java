package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.diagnosis.Check.Result;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.rule.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The troubleshooting checklist that stands under a verdict.
final class Checklist {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private Checklist() {}

  static List<Check> of(Optional<Prediction> prediction, List<Observation> hops) {
    return Stream.concat(prediction.stream().flatMap(p -> predicted(p.subject())), observed(hops))
        .toList();
  }

  private static Stream<Check> predicted(Subject subject) {
    return subject
        .last()
        .proxied()
        .map(hop -> proxied(hop))
        .orElseGet(() -> Stream.of(answered(subject)));
  }

  private static Stream<Check> proxied(Outcome.Proxied hop) {
    return Stream.of(
        version(hop),
        field(hop, "Upgrade", value -> value.equalsIgnoreCase("websocket")),
        field(hop, "Connection", value -> value.toLowerCase(Locale.ROOT).contains("upgrade")),
        field(hop, "Host", value -> !value.isEmpty()),
        idle(hop),
        backend(hop));
  }

  private static Check answered(Subject subject) {
    String where =
        subject
            .last()
            .decision()
            .location()
            .map(location -> location.directive().where())
            .orElse("");
    return new Check(
        "Location",
        "nothing is proxied from here",
        Optional.of(where).filter(place -> !place.isEmpty()),
        Result.BAD);
  }

  private static Check version(Outcome.Proxied hop) {
    boolean good = hop.sent().version().equals("HTTP/1.1");
    return new Check(
        "HTTP version",
        hop.sent().version(),
        where(hop.scope().setting("proxy_http_version")),
        good ? Result.GOOD : Result.BAD);
  }

  private static Check field(Outcome.Proxied hop, String name, Predicate<String> right) {
    Optional<Sent.Field> sent = hop.sent().first(name);
    if (sent.isEmpty()) {
      return new Check(name, "not sent", Optional.empty(), Result.BAD);
    }
    String value = sent.get().value().text();
    Result result =
        !sent.get().value().isKnown()
            ? Result.UNKNOWN
            : right.test(value) ? Result.GOOD : Result.BAD;
    return new Check(name, value, where(sent.get().directive()), result);
  }

  private static Check idle(Outcome.Proxied hop) {
    Duration limit = hop.tunnel().readTimeout().value();
    return new Check(
        "Idle timeout",
        limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms",
        where(hop.tunnel().readTimeout().directive()),
        limit.compareTo(LONG_ENOUGH) > 0
            ? Result.GOOD
            : limit.isZero() ? Result.BAD : Result.UNKNOWN);
  }

  private static Check backend(Outcome.Proxied hop) {
    String scheme = hop.target().tls() ? "https://" : "http://";
    return new Check(
        "Backend", scheme + address(hop), Optional.of(hop.by().where()), Result.UNKNOWN);
  }

  /// The first peer of an upstream, since its name is no address.
  private static String address(Outcome.Proxied hop) {
    Optional<Upstream.Peer> peer =
        hop.target().upstream().flatMap(group -> group.peers().stream().findFirst());
    String host = peer.map(Upstream.Peer::address).orElse(hop.target().host().text());
    int port = peer.map(Upstream.Peer::port).orElse(hop.target().port());
    return port == 0 ? host : host + ":" + port;
  }

  private static Stream<Check> observed(List<Observation> hops) {
    return hops.stream()
        .map(
            hop ->
                new Check(
                    "Handshake",
                    HopWords.of(hop),
                    Optional.empty(),
                    hop.opened() ? Result.GOOD : Result.BAD));
  }

  private static Optional<String> where(Optional<Directive> directive) {
    return directive.map(Directive::where);
  }
}
