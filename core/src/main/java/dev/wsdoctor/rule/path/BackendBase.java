package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a backend has its paths, told by other lines of the location: `proxy_cookie_path` and
/// `proxy_redirect` say what its answers begin with, and a name that `internal` keeps from clients
/// is none that a backend knows.
record BackendBase(Subject subject, SentPath path) {
  static Optional<Fault> of(Subject subject, SentPath path) {
    BackendBase base = new BackendBase(subject, path);
    return path.proxied().sent().target().isKnown()
        ? base.ofAnswers().or(base::ofInternalName)
        : Optional.empty();
  }

  private Optional<Fault> ofAnswers() {
    return path.location().stream()
        .filter(location -> !location.isRegex() && location.name().length() > 1)
        .flatMap(
            location ->
                Stream.concat(
                        location.scope().own("proxy_cookie_path").stream(),
                        location.scope().own("proxy_redirect").stream())
                    .filter(line -> line.parameterCount() == 2)
                    .flatMap(line -> ofAnswers(location, line).stream()))
        .findFirst();
  }

  private Optional<Fault> ofAnswers(Location location, Directive line) {
    String base = bare(line.parameter().replaceFirst("^https?://[^/]*", ""));
    String shown = bare(line.parameters().get(1).replaceFirst("^\\$scheme://\\$\\w+", ""));
    boolean told =
        base.matches("(?:/[\\w.-]+)+")
            && shown.equals(bare(location.name()))
            && !base.equals(shown)
            && path.asked().startsWith(shown + "/")
            && !path.sent().startsWith(base + "/");
    return told
        ? mended(
            base + path.asked().substring(shown.length()),
            0.83,
            "The same location says, by \"%s\", that the backend has its paths below %s; this one is not."
                .formatted(line.head().text().strip(), base))
        : Optional.empty();
  }

  private static String bare(String path) {
    return path.replaceFirst("/$", "");
  }

  private Optional<Fault> ofInternalName() {
    return path.location()
        .filter(location -> location.kind() == Location.Kind.PREFIX)
        .filter(location -> !location.scope().own("internal").isEmpty())
        .filter(_ -> subject.entered(path.hop()).isPresent())
        .map(location -> bare(location.name()))
        .filter(name -> path.sent().equals(name + path.asked()))
        .flatMap(
            name ->
                mended(
                    path.asked(),
                    0.82,
                    "%s is a name within this nginx alone, which internal keeps from clients; the backend is asked for it."
                        .formatted(name)));
  }

  private Optional<Fault> mended(String wanted, double confidence, String why) {
    Fault found =
        new Fault(
            path.pass(),
            path.sent(),
            Severity.ERROR,
            confidence,
            why,
            Fix.manual("let the backend be asked for " + wanted));
    return PathMend.of(subject, path, WantedTarget.of(wanted), found);
  }
}
