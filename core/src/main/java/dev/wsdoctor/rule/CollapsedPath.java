package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.List;
import java.util.Optional;

/// A location inside another one's name with the same URI part: what the outer one keeps of the
/// path, the inner one replaces too. `location /a/ { proxy_pass http://b/; } location /a/ws {
/// proxy_pass http://b/; }` asks for `/` where the first alone would ask for `/ws`.
final class CollapsedPath {
  private CollapsedPath() {}

  static Optional<SentPath.Fault> of(Hop hop, Outcome.Proxied proxied) {
    return hop.decision()
        .location()
        .filter(own -> isPrefix(own) && uri(proxied.by()).endsWith("/"))
        .flatMap(
            own ->
                hop.decision()
                    .server()
                    .flatMap(server -> outer(server, own, proxied.by()))
                    .map(outer -> fault(proxied, own, outer)));
  }

  private static boolean isPrefix(Location location) {
    return location.kind() != Location.Kind.NAMED && !location.isRegex();
  }

  private static Optional<Location> outer(VirtualServer server, Location own, Directive pass) {
    return SocketLocations.proxying(server)
        .filter(other -> isPrefix(other) && other.kind() != Location.Kind.EXACT)
        .filter(other -> other.name().length() > 1)
        .filter(other -> !rest(own, other).isEmpty())
        .filter(
            other ->
                SocketLocations.proxyPass(other)
                    .filter(line -> line.parameter().equals(pass.parameter()))
                    .isPresent())
        .findFirst();
  }

  /// What follows the outer location's name as words of their own.
  private static String rest(Location own, Location outer) {
    String base = outer.name().replaceFirst("/$", "") + "/";
    return own.name().startsWith(base) ? own.name().substring(base.length()) : "";
  }

  private static String uri(Directive pass) {
    return pass.parameter().contains("$")
        ? ""
        : pass.parameter().substring(SocketLocations.origin(pass).length());
  }

  /// A server may have its socket at the root all the same.
  private static SentPath.Fault fault(Outcome.Proxied proxied, Location own, Location outer) {
    Directive pass = proxied.by();
    String url = pass.parameter() + rest(own, outer);
    return new SentPath.Fault(
        pass,
        proxied.sent().target().text(),
        Severity.WARNING,
        0.76,
        "%s has the same URI part and keeps the rest of the path; here it replaces the whole name, so that the path is lost."
            .formatted(BlockTitle.withPlace(outer.directive())),
        Fix.review("proxy to " + url, List.of(new Edit(pass.parameterRange(0), url))));
  }
}
