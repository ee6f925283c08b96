package dev.wsdoctor.rule;

import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.SentPath.Fault;
import java.util.Optional;

/// A variable between two slashes of the URI part that is empty.
final class EmptiedPath {
  private EmptiedPath() {}

  static Optional<Fault> of(Hop hop, Outcome.Proxied proxied) {
    SentPath path = SentPath.of(hop, proxied);
    String uri = path.writtenUri();
    boolean emptied =
        path.isReplaced()
            && uri.matches(".*/(?:\\$\\w+|\\$\\{\\w+\\})/.*")
            && SentPath.path(path.sent()).contains("//")
            && !SentPath.path(path.asked()).contains("//");
    return emptied
        ? Optional.of(
            new Fault(
                proxied.by(),
                path.sent(),
                Severity.ERROR,
                0.86,
                "A variable in the URI part is empty, and nothing stands between two slashes.",
                isShapedLike(uri, path)
                    ? path.unchanged()
                    : Fix.manual("see what the variables of %s are".formatted(uri))))
        : Optional.empty();
  }

  /// With words for its variables it is the path that was asked for.
  private static boolean isShapedLike(String uri, SentPath path) {
    String words = uri.replaceFirst("\\$is_args\\$args$", "").replace(".", "\\.");
    return SentPath.path(path.asked()).matches(words.replaceAll("\\$\\w+|\\$\\{\\w+\\}", "[^/]+"));
  }
}
