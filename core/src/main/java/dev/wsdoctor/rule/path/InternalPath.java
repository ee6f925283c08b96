package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Phase;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenParameter;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.List;
import java.util.Optional;

/// `try_files` and `error_page` hand the request on under the URI that is written there, which has
/// no query, or not the rest of the path.
final class InternalPath {
  private InternalPath() {}

  static Optional<Fault> of(Subject subject, SentPath path) {
    return subject
        .entered(path.hop())
        .flatMap(
            location ->
                byFallback(path, location)
                    .or(() -> byPage(path, location))
                    .or(() -> toOnePath(path, location))
                    .or(() -> pageWithoutQuery(path, location)));
  }

  /// The last parameter of `try_files`.
  private static Optional<Fault> byFallback(SentPath path, Location entered) {
    return entered.scope().own("try_files").stream()
        .filter(line -> losesQuery(path) && line.lastParameter().matches("/[^?]*"))
        .findFirst()
        .map(line -> withoutQuery(path, line));
  }

  private static Optional<Fault> byPage(SentPath path, Location entered) {
    boolean taken =
        path.hop().decision().steps().stream().anyMatch(step -> step.phase() == Phase.ERROR_PAGE);
    String name = path.location().map(Location::name).orElse("");
    return entered.scope().own("error_page").stream()
        .filter(_ -> taken && !entered.isRegex())
        .filter(
            line -> line.lastParameter().matches("/[^$]*") && line.lastParameter().startsWith(name))
        .filter(_ -> loses(path, entered))
        .findFirst()
        .map(line -> fault(path, line, name));
  }

  /// The last parameter of `try_files`, again: the name of a location and nothing behind it.
  private static Optional<Fault> toOnePath(SentPath path, Location entered) {
    String name = path.location().map(Location::name).orElse("");
    return entered.scope().own("try_files").stream()
        .filter(_ -> !entered.isRegex() && name.matches("/.+") && loses(path, entered))
        .filter(
            line -> SentPath.path(line.lastParameter()).replace("$is_args$args", "").equals(name))
        .findFirst()
        .map(line -> fault(path, line, name));
  }

  private static boolean loses(SentPath path, Location entered) {
    String asked = SentPath.path(path.asked());
    String rest = asked.startsWith(entered.name()) ? asked.substring(entered.name().length()) : "";
    return !rest.isEmpty() && !SentPath.path(path.sent()).endsWith(rest);
  }

  /// The URI of an `error_page` is as whole as that.
  private static Optional<Fault> pageWithoutQuery(SentPath path, Location entered) {
    return entered.scope().inForce("error_page").stream()
        .filter(
            line ->
                path.hop().decision().steps().stream()
                    .filter(step -> step.phase() == Phase.ERROR_PAGE)
                    .flatMap(step -> step.place().stream())
                    .anyMatch(place -> place.start() == line.range().start()))
        .filter(line -> losesQuery(path) && line.lastParameter().matches("/[^?]*"))
        .filter(line -> !line.lastParameter().contains("$is_args"))
        .findFirst()
        .map(line -> withoutQuery(path, line));
  }

  private static boolean losesQuery(SentPath path) {
    return path.asked().contains("?") && !path.sent().contains("?");
  }

  private static Fault withoutQuery(SentPath path, Directive line) {
    return new Fault(
        line,
        path.sent(),
        Severity.ERROR,
        0.85,
        "The last parameter of %s is the whole URI of an internal redirect: without the query in it there is none."
            .formatted(line.name()),
        Fix.review(
            "keep the query at the end of the last parameter",
            List.of(WrittenParameter.last(line).append("$is_args$args"))));
  }

  private static Fault fault(SentPath path, Directive line, String name) {
    WrittenParameter written = WrittenParameter.last(line);
    String uri = name.replaceFirst("/$", "") + "$uri$is_args$args";
    return new Fault(
        line,
        path.sent(),
        Severity.ERROR,
        0.85,
        "An internal redirect goes to the URI that is written there, whatever the path was.",
        Fix.review(
            "go on to %s, which has the path in it".formatted(uri),
            List.of(written.replace(0, written.text().length(), uri))));
  }
}
