package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A hop changes the path, and the next server of this nginx has a location for the path as it was
/// and none for what it is asked for.
final class StrippedForInner {
  private StrippedForInner() {}

  static Optional<SentPath.Fault> of(Subject subject) {
    List<Hop> hops = subject.hops();
    return IntStream.range(0, hops.size() - 1)
        .mapToObj(
            at ->
                of(subject, hops.get(at), hops.get(at + 1))
                    .or(() -> kept(subject, hops.get(at), hops.get(at + 1))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<SentPath.Fault> of(Subject subject, Hop outer, Hop inner) {
    String asked = outer.request().target();
    return outer
        .proxied()
        .filter(proxied -> !proxied.sent().target().text().equals(asked))
        .filter(_ -> locate(subject, inner, asked).filter(SocketLocations::isOne).isPresent())
        .filter(
            _ ->
                locate(subject, inner, inner.request().target())
                    .filter(SocketLocations::isOne)
                    .isEmpty())
        .map(proxied -> fault(outer, proxied));
  }

  /// The path goes on as it came, and the server behind has a location for it without the name of
  /// the location in front.
  private static Optional<SentPath.Fault> kept(Subject subject, Hop outer, Hop inner) {
    String asked = outer.request().target();
    String name =
        outer
            .decision()
            .location()
            .filter(location -> location.kind() != Location.Kind.NAMED && !location.isRegex())
            .map(location -> location.name().replaceFirst("/$", ""))
            .filter(words -> words.matches("/[\\w./-]+") && asked.startsWith(words + "/"))
            .orElse("");
    return outer
        .proxied()
        .filter(_ -> !name.isEmpty() && inner.proxied().isEmpty())
        .filter(proxied -> proxied.sent().target().text().equals(asked))
        .filter(_ -> locate(subject, inner, asked).filter(SocketLocations::isOne).isEmpty())
        .filter(
            _ ->
                locate(subject, inner, asked.substring(name.length()))
                    .filter(SocketLocations::isOne)
                    .isPresent())
        .map(
            proxied ->
                new SentPath.Fault(
                    proxied.by(),
                    asked,
                    Severity.ERROR,
                    0.97,
                    "The server behind is of this nginx too: it has a location for the path without %s, and none for this one."
                        .formatted(name),
                    Fix.review(
                        "take %s away before the request goes on".formatted(name),
                        List.of(
                            Layout.before(
                                proxied.by(),
                                List.of(
                                    "rewrite ^%s(/.*)$ $1 break;"
                                        .formatted(name.replace(".", "\\."))))))));
  }

  private static Optional<Location> locate(Subject subject, Hop inner, String target) {
    return inner
        .decision()
        .server()
        .flatMap(server -> subject.nginx().locate(server, target))
        .filter(location -> !SocketLocations.isFallback(location));
  }

  private static SentPath.Fault fault(Hop outer, Outcome.Proxied proxied) {
    return new SentPath.Fault(
        proxied.by(),
        proxied.sent().target().text(),
        Severity.ERROR,
        0.97,
        "The server behind is of this nginx too: it has a location for the path as the client sent it, and none for this one.",
        mend(SentPath.of(outer, proxied)));
  }

  private static Fix mend(SentPath path) {
    return path.lastRewrite()
        .filter(_ -> !path.isReplaced())
        .map(
            rewrite ->
                Fix.review(
                    "take the rewrite out: the server behind wants the path as it came",
                    List.of(Layout.remove(rewrite))))
        .orElseGet(path::unchanged);
  }
}
