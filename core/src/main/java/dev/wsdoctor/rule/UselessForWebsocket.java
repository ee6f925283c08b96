package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Popular advice that a tunnel never notices, in a location that takes sockets alone.
///
/// `proxy_http_version 1.1`, which older versions need, is named only beside something else.
/// `proxy_send_timeout` is not: it ends a tunnel whose backend does not read.
final class UselessForWebsocket implements Rule {
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "proxy_buffering",
          "proxy_request_buffering",
          "client_max_body_size",
          "keepalive_timeout",
          "gzip",
          "limit_rate",
          "proxy_limit_rate",
          "tcp_nodelay",
          "proxy_cache_bypass",
          "proxy_no_cache");

  @Override
  public String id() {
    return "useless-for-websocket";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(hop -> Handshake.of(hop).isComplete())
        .filter(hop -> SocketLocations.isDedicated(subject, hop))
        .flatMap(hop -> finding(subject, HandshakeMend.locationOf(hop.scope())).stream())
        .limit(1)
        .toList();
  }

  private Optional<Finding> finding(Subject subject, Scope location) {
    List<Directive> useless =
        WITHOUT_EFFECT.stream()
            .flatMap(name -> writtenHere(location, name))
            .filter(line -> isUseless(location, line))
            .toList();
    if (useless.isEmpty()) {
      return Optional.empty();
    }
    List<Directive> all = Stream.concat(useless.stream(), companions(subject, location)).toList();
    return Optional.of(finding(location, all));
  }

  /// A switch that is set to what a tunnel does anyway, or a setting that it does not have.
  private static boolean isUseless(Scope location, Directive line) {
    return switch (line.name()) {
      case "tcp_nodelay" -> line.parameter().equalsIgnoreCase("on");
      case "limit_rate" ->
          !line.parameter().equals("0") && LimitRateOnTunnel.of(location).isEmpty();
      case "proxy_cache_bypass", "proxy_no_cache" -> location.setting("proxy_cache").isEmpty();
      default -> true;
    };
  }

  private static Stream<Directive> companions(Subject subject, Scope location) {
    boolean is11Default = subject.version().isAtLeast(1, 29, 7);
    return writtenHere(location, "proxy_http_version").filter(_ -> is11Default);
  }

  private static Stream<Directive> writtenHere(Scope location, String name) {
    return location.block().children().stream().filter(child -> child.is(name));
  }

  private Finding finding(Scope location, List<Directive> lines) {
    String names = lines.stream().map(Directive::name).distinct().collect(Collectors.joining(", "));
    List<Edit> edits =
        lines.stream().filter(line -> !line.is("proxy_http_version")).map(Layout::remove).toList();
    return Finding.of(
            id(),
            Severity.NOTE,
            0.1,
            "no effect on the sockets of %s: %s".formatted(BlockTitle.of(location), names),
            "After the 101 nginx copies bytes both ways and neither buffers nor counts bodies, compresses or waits for"
                + " another request; each of these lines was tried with and without. They do no harm.")
        .at(lines.stream().map(line -> Place.of(line.head())).toList())
        .mendedBy(Fix.review("leave them out, if only sockets come here", edits));
  }
}
