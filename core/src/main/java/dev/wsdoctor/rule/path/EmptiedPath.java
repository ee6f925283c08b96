package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A variable between two slashes of the URI part that is empty.
final class EmptiedPath {
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

  private EmptiedPath() {}

  static Optional<Fault> of(SentPath path) {
    String uri = path.writtenUri();
    boolean emptied =
        path.isReplaced()
            && uri.matches(".*/(?:\\$\\w+|\\$\\{\\w+\\})/.*")
            && SentPath.path(path.sent()).contains("//")
            && !SentPath.path(path.asked()).contains("//");
    return emptied
        ? Optional.of(
            new Fault(
                path.pass(),
                path.sent(),
                Severity.ERROR,
                0.86,
                "A variable in the URI part is empty, and nothing stands between two slashes.",
                isShapedLike(uri, path)
                    ? path.unchanged()
                    : misspelt(path, uri)
                        .orElseGet(
                            () -> Fix.manual("see what the variables of %s are".formatted(uri)))))
        : Optional.empty();
  }

  /// A name of the location's groups that nothing else uses and that is nearly the variable's.
  private static Optional<Fix> misspelt(SentPath path, String uri) {
    String pattern = path.location().filter(Location::isRegex).map(Location::name).orElse("");
    return VARIABLE
        .matcher(uri)
        .results()
        .flatMap(
            written ->
                LostCapture.namedGroups(pattern)
                    .filter(group -> !uri.contains("$" + group))
                    .filter(group -> EditDistance.between(group, written.group(1)) <= 2)
                    .map(group -> path.pass().parameter().replace(written.group(), "$" + group)))
        .findFirst()
        .map(
            url ->
                Fix.review(
                    "proxy to " + url, List.of(new Edit(path.pass().parameterRange(0), url))));
  }

  /// With words for its variables it is the path that was asked for.
  private static boolean isShapedLike(String uri, SentPath path) {
    String words = uri.replaceFirst("\\$is_args\\$args$", "").replace(".", "\\.");
    return SentPath.path(path.asked()).matches(words.replaceAll("\\$\\w+|\\$\\{\\w+\\}", "[^/]+"));
  }
}
