package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Subject;
import java.util.stream.Stream;

/// Where a backend has its paths, told by other lines of the location: `proxy_cookie_path` and
/// `proxy_redirect` say what its answers begin with, and a name that `internal` keeps from clients
/// is none that a backend knows.
final class NameOfAnswers {
  private NameOfAnswers() {}

  static Stream<Wish> of(Subject subject, SentPath path) {
    return path.isKnown()
        ? Stream.concat(
            path.prefix().stream()
                .flatMap(own -> Stream.concat(Stream.of(own), around(path, own)))
                .flatMap(own -> ofAnswers(path, own)),
            ofInternalName(subject, path))
        : Stream.of();
  }

  private static Stream<Location> around(SentPath path, Location own) {
    return path.neighbours()
        .filter(outer -> !outer.isRegex() && own.name().startsWith(outer.name()));
  }

  private static Stream<Wish> ofAnswers(SentPath path, Location location) {
    return Stream.of("proxy_cookie_path", "proxy_redirect")
        .flatMap(name -> location.scope().own(name).stream())
        .filter(line -> line.parameterCount() == 2)
        .flatMap(line -> ofAnswers(path, location, line));
  }

  private static Stream<Wish> ofAnswers(SentPath path, Location location, Directive line) {
    String base = bare(line.parameter().replaceFirst("^https?://[^/]*", ""));
    String shown = bare(line.parameters().get(1).replaceFirst("^\\$scheme://\\$\\w+", ""));
    boolean told =
        base.matches("(?:/[\\w.-]+)+")
            && shown.equals(bare(location.name()))
            && (path.writtenUri().isEmpty() || location.name().length() > 1)
            && !base.equals(shown)
            && path.asked().startsWith(shown + "/")
            && !path.sent().startsWith(base + "/");
    return told
        ? Stream.of(
            Wish.of(
                base + path.asked().substring(shown.length()),
                0.83,
                "%s says, by \"%s\", that the backend has its paths below %s; this one is not."
                    .formatted(
                        path.location().filter(location::equals).isPresent()
                            ? "The same location"
                            : BlockTitle.withPlace(location.directive()),
                        line.head().text().strip(),
                        base)))
        : Stream.of();
  }

  private static String bare(String path) {
    return path.replaceFirst("/$", "");
  }

  private static Stream<Wish> ofInternalName(Subject subject, SentPath path) {
    String name = path.bareName();
    return path
        .location()
        .filter(location -> location.kind() == Location.Kind.PREFIX)
        .filter(location -> !location.scope().own("internal").isEmpty())
        .filter(_ -> subject.entered(path.hop()).isPresent())
        .filter(_ -> path.sent().equals(name + path.asked()))
        .map(
            _ ->
                Wish.of(
                    path.asked(),
                    0.82,
                    "%s is a name within this nginx alone, which internal keeps from clients; the backend is asked for it."
                        .formatted(name)))
        .stream();
  }
}
