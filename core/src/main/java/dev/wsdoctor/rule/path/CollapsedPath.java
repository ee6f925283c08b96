package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.SocketLocations;
import java.util.List;
import java.util.Optional;

/// A location inside another one's name with the same URI part: what the outer one keeps of the
/// path, the inner one replaces too. `location /a/ { proxy_pass http://b/; } location /a/ws {
/// proxy_pass http://b/; }` asks for `/` where the first alone would ask for `/ws`. Or the inner
/// one keeps the whole name, which the outer one takes away.
final class CollapsedPath {
  private CollapsedPath() {}

  static Optional<SentPath.Fault> of(SentPath path) {
    return path.location()
        .filter(own -> isPrefix(own) && path.isReplaced())
        .flatMap(
            own ->
                path.hop()
                    .decision()
                    .server()
                    .flatMap(server -> outer(server, own, path.pass()))
                    .map(outer -> fault(path, own, outer)));
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
                    .filter(line -> isTheSame(line, pass) || isKept(other, line, own, pass))
                    .isPresent())
        .findFirst();
  }

  private static boolean isTheSame(Directive outer, Directive pass) {
    return outer.parameter().equals(pass.parameter()) && uri(pass).endsWith("/");
  }

  /// The outer location takes its name away, and the inner one writes the whole of its own again.
  private static boolean isKept(Location outer, Directive line, Location own, Directive pass) {
    return uri(pass).equals(own.name())
        && uri(line).equals("/")
        && outer.name().endsWith("/")
        && SocketLocations.origin(line).equals(SocketLocations.origin(pass));
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
  private static SentPath.Fault fault(SentPath path, Location own, Location outer) {
    Directive pass = path.pass();
    boolean kept = uri(pass).equals(own.name());
    String url =
        SocketLocations.proxyPass(outer).map(Directive::parameter).orElse("") + rest(own, outer);
    return new SentPath.Fault(
        pass,
        path.sent(),
        Severity.WARNING,
        0.76,
        (kept
                ? "%s takes its name away from what the same server is asked for; here it is sent along."
                : "%s has the same URI part and keeps the rest of the path; here it replaces the whole name, so that the path is lost.")
            .formatted(BlockTitle.withPlace(outer.directive())),
        Fix.review("proxy to " + url, List.of(new Edit(pass.parameterRange(0), url))));
  }
}
