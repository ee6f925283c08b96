package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The locations of a server that are made for sockets: they proxy and their settings name both
/// Upgrade and Connection.
public final class SocketLocations {
  /// A path of the client's, or whatever stands right behind a port.
  private static final Pattern PATH_BEHIND =
      Pattern.compile("\\$\\{?(?:request_uri|uri|document_uri)\\b|(?<=:\\d{4,5})\\$");

  private SocketLocations() {}

  public static List<Location> of(VirtualServer server) {
    return server.everyLocation().filter(SocketLocations::isOne).toList();
  }

  public static boolean isOne(Location location) {
    return proxyPass(location).isPresent()
        && carries(location.scope(), "Upgrade")
        && carries(location.scope(), "Connection");
  }

  /// Whether no client comes here from outside: a location that nginx itself leads to, or an
  /// `auth_request` that has the settings of sockets from a shared file.
  public static boolean isInternal(Location location) {
    return !location.scope().own("internal").isEmpty();
  }

  /// Whether a location takes sockets alone, by its name; where fallbacks have the same path, it
  /// takes ordinary requests too.
  public static boolean isDedicated(Subject subject, Outcome.Proxied hop) {
    Directive location = HandshakeMend.locationOf(hop.scope()).block();
    return SocketPath.isForSocketsAlone(String.join(" ", location.parameters()))
        && SessionTransport.of(subject.target()).isEmpty();
  }

  /// Whether the server has a location made for sockets where this URL goes, be it entered at once
  /// or by its name.
  public static boolean serve(Subject subject, VirtualServer server) {
    return subject
        .nginx()
        .locate(server, subject.target().requestTarget())
        .filter(location -> isOne(location) || hasNamedOne(server))
        .isPresent();
  }

  private static boolean hasNamedOne(VirtualServer server) {
    return of(server).stream().anyMatch(location -> location.kind() == Location.Kind.NAMED);
  }

  /// Whether a location hands its requests, or its handshakes, to another one that is made for
  /// sockets: by the last parameter of `try_files`, by the `error_page` of a status that it
  /// returns, or by a `rewrite` after which nginx looks for a location anew.
  public static boolean isDoor(VirtualServer server, Location location) {
    List<String> names = handsOnTo(location).toList();
    return (!names.isEmpty()
            && of(server).stream()
                .filter(one -> one.kind() == Location.Kind.NAMED)
                .anyMatch(one -> names.contains(one.name())))
        || location.scope().own("rewrite").stream()
            .filter(RewriteFlag::looksAnew)
            .anyMatch(line -> leadsToOne(server, line.parameters().get(1)));
  }

  /// By the words in front of the first variable.
  private static boolean leadsToOne(VirtualServer server, String replacement) {
    String words = replacement.replaceFirst("\\$(?:request_)?uri.*", "/").replaceFirst("\\$.*", "");
    return server
        .everyLocation()
        .filter(one -> !one.isRegex() && one.kind() != Location.Kind.NAMED)
        .filter(one -> words.startsWith(one.name()))
        .max(Comparator.comparingInt(one -> one.name().length()))
        .filter(SocketLocations::isOne)
        .isPresent();
  }

  private static Stream<String> handsOnTo(Location location) {
    Scope scope = location.scope();
    List<String> returned =
        Stream.concat(
                scope.own("return").stream(),
                scope.own("if").stream().flatMap(block -> block.body("return")))
            .map(Directive::parameter)
            .toList();
    Stream<Directive> pages =
        scope.inForce("error_page").stream()
            .filter(page -> page.parameters().stream().anyMatch(returned::contains));
    return Stream.concat(scope.own("try_files").stream(), pages)
        .map(Directive::lastParameter)
        .filter(name -> name.startsWith("@"));
  }

  /// The doors of a server.
  public static Stream<Location> doors(VirtualServer server) {
    return server.everyLocation().filter(location -> isDoor(server, location));
  }

  /// Every location of a server that proxies, nested ones too.
  public static Stream<Location> proxying(VirtualServer server) {
    return server.everyLocation().filter(location -> proxyPass(location).isPresent());
  }

  public static Optional<Directive> proxyPass(Location location) {
    return location.scope().own("proxy_pass").stream().findFirst();
  }

  /// Scheme and authority of a `proxy_pass`, without its URI part.
  public static String origin(Directive proxyPass) {
    String url = proxyPass.parameter();
    int authority = url.indexOf("://") + 3;
    int path =
        url.startsWith("unix:", authority)
            ? url.indexOf(':', authority + 5)
            : url.indexOf('/', authority);
    String origin = path < 0 ? url : url.substring(0, path);
    Matcher variable = PATH_BEHIND.matcher(origin);
    return variable.find() ? origin.substring(0, variable.start()) : origin;
  }

  /// Whether it takes whatever nothing else takes.
  public static boolean isFallback(Location location) {
    return switch (location.kind()) {
      case PREFIX, PREFERENTIAL -> location.name().equals("/");
      case REGEX, REGEX_CASELESS ->
          List.of("^/", "/", ".*", "^/.*", "^(.*)$", "^/(.*)$", "^/(.*)").contains(location.name());
      case NAMED -> true;
      case EXACT -> false;
    };
  }

  private static boolean carries(Scope scope, String field) {
    return HeaderSettings.of(scope, field).stream()
        .anyMatch(line -> !HeaderSettings.value(line).isEmpty());
  }
}
