package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.List;
import java.util.Optional;

/// An `if` for sockets in a location that takes its name away: `proxy_pass` in an `if` has no URI
/// part, so that the path goes on with the name there.
final class BranchPath {
  private BranchPath() {}

  static Optional<Fault> of(SentPath path) {
    Directive pass = path.pass();
    return path.location()
        .filter(location -> !location.isRegex() && location.name().matches("/[\\w./-]+"))
        .filter(_ -> path.proxied().scope().block().is("if"))
        .filter(_ -> path.writtenUri().isEmpty())
        .flatMap(location -> fault(path, location, pass));
  }

  private static Optional<Fault> fault(SentPath path, Location location, Directive pass) {
    boolean unchanged = SentPath.path(path.sent()).equals(SentPath.path(path.asked()));
    return SocketLocations.proxyPass(location)
        .filter(_ -> unchanged)
        .filter(page -> !page.parameter().contains("$"))
        .filter(page -> SocketLocations.origin(page).equals(SocketLocations.origin(pass)))
        .map(page -> page.parameter().substring(SocketLocations.origin(page).length()))
        .filter(uri -> !uri.isEmpty() && !uri.equals(location.name()))
        .map(
            uri ->
                new Fault(
                    pass,
                    path.sent(),
                    Severity.ERROR,
                    0.84,
                    "The same server is asked for ordinary requests with %s in place of %s, and for sockets with the path as it came."
                        .formatted(uri, location.name()),
                    Fix.review(
                        "do the same to the path of sockets",
                        List.of(
                            Layout.before(
                                pass,
                                List.of(
                                    "rewrite ^%s(.*)$ %s$1 break;"
                                        .formatted(location.name().replace(".", "\\."), uri)))))));
  }
}
