package dev.wsdoctor.gateway.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an `upstream` block may ask for that is not executed here, or that free nginx of a version
/// does not have.
public final class UpstreamRefusals {
  private static final Set<String> EXECUTED =
      Set.of(
          "server",
          "zone",
          "least_conn",
          "ip_hash",
          "hash",
          "random",
          "keepalive",
          "keepalive_requests",
          "keepalive_time",
          "keepalive_timeout",
          "resolver",
          "resolver_timeout");

  private UpstreamRefusals() {}

  /// One sentence for each thing, with its `file:line`.
  public static List<String> of(Upstream upstream, NginxVersion version) {
    return upstream.directive().stream()
        .flatMap(Directive::body)
        .flatMap(d -> refusal(d, version).stream())
        .toList();
  }

  private static Optional<String> refusal(Directive directive, NginxVersion version) {
    if (!EXECUTED.contains(directive.name())) {
      return Optional.of(sentence("\"" + directive.name() + "\" in an upstream", directive));
    }
    return directive.is("server") ? parameter(directive, version) : Optional.empty();
  }

  private static Optional<String> parameter(Directive server, NginxVersion version) {
    List<String> parameters = server.parameters();
    return parameters.subList(1, parameters.size()).stream()
        .filter(parameter -> !isExecuted(parameter, version))
        .findFirst()
        .map(parameter -> sentence("parameter \"" + parameter + "\" of a server", server));
  }

  private static boolean isExecuted(String parameter, NginxVersion version) {
    int equals = parameter.indexOf('=');
    return switch (equals < 0 ? parameter : parameter.substring(0, equals)) {
      case "weight", "max_fails", "fail_timeout", "max_conns", "backup", "down" -> true;
      case "resolve" -> version.isAtLeast(1, 27, 3);
      default -> false;
    };
  }

  private static String sentence(String what, Directive directive) {
    return what + " is not supported by this gateway in " + directive.where();
  }
}
