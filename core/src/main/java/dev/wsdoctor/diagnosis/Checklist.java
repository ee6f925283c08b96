package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.diagnosis.Check.Result;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.probe.HopWords;
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
    Stream<Check> end =
        subject.last().proxied().map(Checklist::proxied).orElseGet(() -> ended(subject).stream());
    return Stream.concat(tls(subject).stream(), end);
  }

  /// Where no TLS listener is here, TLS may end in front of this nginx, and the rest is judged so.
  private static Optional<Check> tls(Subject subject) {
    boolean missing = subject.target().tls() && !subject.first().connection().tls();
    return missing
        ? Optional.of(
            bad(
                "TLS",
                "nothing here listens for it on port " + subject.target().port(),
                Optional.empty()))
        : Optional.empty();
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

  /// What ends the request when it is not proxied; nothing of a file that does not load.
  private static Optional<Check> ended(Subject subject) {
    Optional<String> location =
        subject.last().decision().location().map(taken -> taken.directive().where());
    return switch (subject.last().decision().outcome()) {
      case Outcome.Proxied _, Outcome.NotLoaded _ -> Optional.empty();
      case Outcome.Answered(int status, var _, var reason, var by) ->
          Optional.of(
              reason == AnswerReason.UPSTREAM_UNUSABLE
                  ? bad("Backend", "cannot be asked, nginx answers " + status, where(by))
                  : bad("Answer", status + " of nginx itself", where(by).or(() -> location)));
      case Outcome.Static _ ->
          Optional.of(bad("Location", "serves files, nothing is proxied from here", location));
      case Outcome.Handled(String module, Directive by) ->
          Optional.of(handled(subject, module, by));
      case Outcome.Closed(Directive by) ->
          Optional.of(bad("Answer", "none, nginx closes the connection", Optional.of(by.where())));
      case Outcome.NotListening _ ->
          Optional.of(
              bad(
                  "Listener",
                  "none on port " + subject.last().connection().port(),
                  Optional.empty()));
      case Outcome.WrongProtocol(boolean tls, Optional<Directive> by) ->
          Optional.of(
              bad(
                  "TLS",
                  tls
                      ? "the listener wants it, the URL has none"
                      : "the URL wants it, the listener has none",
                  where(by)));
    };
  }

  private static Check handled(Subject subject, String module, Directive by) {
    return subject.last().isStream()
        ? new Check(
            "Location",
            "none: stream passes the bytes on as they are",
            Optional.of(by.where()),
            Result.GOOD)
        : bad("Location", "handed to " + module + ", not proxied", Optional.of(by.where()));
  }

  private static Check bad(String name, String found, Optional<String> where) {
    return new Check(name, found, where, Result.BAD);
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
                    hop.hop() + ": " + HopWords.untimed(hop),
                    Optional.empty(),
                    hop.opened() ? Result.GOOD : Result.BAD));
  }

  private static Optional<String> where(Optional<Directive> directive) {
    return directive.map(Directive::where);
  }
}
