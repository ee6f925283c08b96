package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.rule.ConnectionMap;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// A `map` of the origins that may come in, in which the very site that the socket belongs to is
/// missing: browsers send no Origin with its pages, so that nobody notices, and one with its
/// sockets.
final class OriginMap {
  private OriginMap() {}

  /// One entry more, for the URL's own origin; foreign ones are for their author to let in.
  static Optional<Fix> mend(Subject subject, Directive condition) {
    return Optional.of(subject.origin())
        .filter(origin -> origin.matches("https?://[\\w.:-]+") && isOwn(subject, origin))
        .flatMap(
            origin ->
                map(subject, condition)
                    .flatMap(map -> allowed(map).map(entry -> mend(map, entry, origin))));
  }

  private static boolean isOwn(Subject subject, String origin) {
    return origin.replaceFirst("https?://", "").equalsIgnoreCase(subject.target().authority());
  }

  /// The map from `$http_origin` to the variable that the condition looks at.
  private static Optional<Directive> map(Subject subject, Directive condition) {
    String variable = condition.parameter().replaceAll("[()!]", "");
    return subject
        .last()
        .decision()
        .server()
        .flatMap(server -> ConnectionMap.defining(server.scope(), variable))
        .filter(map -> map.parameter().equals("$http_origin"));
  }

  /// The last entry for a literal origin, after whose manner another one is written.
  private static Optional<Directive> allowed(Directive map) {
    return map.children().stream()
        .filter(entry -> entry.name().matches("https?://.*") && entry.parameterCount() == 1)
        .reduce((_, later) -> later);
  }

  private static Fix mend(Directive map, Directive entry, String origin) {
    String quote = entry.range().text().startsWith("'") ? "'" : "\"";
    return Fix.review(
        "let %s in at %s: it is the site that the socket belongs to".formatted(origin, map.where()),
        List.of(
            Layout.after(entry, List.of(quote + origin + quote + " " + entry.parameter() + ";"))));
  }
}
