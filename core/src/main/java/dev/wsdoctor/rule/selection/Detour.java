package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.SocketLocations;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One path for a page and a socket: the location of the page sends handshakes to a named location,
/// which proxies as the socket's does. Of a status that nobody else uses, `error_page` with `=`
/// leaves the answer to the backend; nothing changes for the page.
final class Detour {
  private static final String STATUS = "418";

  private Detour() {}

  /// Nothing where a named location would not mean the same: it takes no URI part.
  static Optional<Fix> around(VirtualServer server, Location page, Location meant) {
    Directive block = meant.directive();
    boolean copyable =
        (meant.kind() == Location.Kind.PREFIX || meant.kind() == Location.Kind.PREFERENTIAL)
            && meant.nested().isEmpty()
            && server.locations().contains(meant)
            && block.range().file() == block.head().file()
            && SocketLocations.proxyPass(meant)
                .filter(pass -> SocketLocations.origin(pass).equals(pass.parameter()))
                .isPresent();
    boolean free =
        page.scope().own("error_page").isEmpty()
            && page.directive().range().file() == page.directive().head().file();
    return copyable && free ? Optional.of(mend(server, page, meant)) : Optional.empty();
  }

  private static Fix mend(VirtualServer server, Location page, Location meant) {
    String name = freeName(server);
    String body = meant.directive().range().text();
    String copied = body.substring(meant.directive().head().text().length()).strip();
    List<String> detour =
        List.of(
            "error_page " + STATUS + " = " + name + ";",
            "if ($http_upgrade ~* ^websocket$) {",
            "    return " + STATUS + ";",
            "}");
    return Fix.review(
        "send handshakes from %s to a named location that proxies as %s does"
            .formatted(BlockTitle.of(page.directive()), BlockTitle.of(meant.directive())),
        List.of(
            Layout.first(page.directive(), detour),
            Layout.after(meant.directive(), List.of("", "location " + name + " " + copied))));
  }

  private static String freeName(VirtualServer server) {
    return Stream.concat(
            Stream.of("@websocket"), Stream.iterate(2, n -> n + 1).map(n -> "@websocket_" + n))
        .filter(name -> server.locations().stream().noneMatch(other -> other.name().equals(name)))
        .findFirst()
        .orElseThrow();
  }
}
