package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.Quantities;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Directives whose parameters are named options, each with its own words for a wrong one.
final class OptionRules {
  private static final Set<String> LOG_LEVELS =
      Set.of("debug", "info", "notice", "warn", "error", "crit", "alert", "emerg");

  private static final Pattern RESOLVER_OPTION = Pattern.compile("(valid|ipv4|ipv6|status_zone)=");

  private final NginxVersion version;
  private final Report report;
  private final SharedZones zones;

  OptionRules(NginxVersion version, Report report, SharedZones zones) {
    this.version = version;
    this.report = report;
    this.zones = zones;
  }

  void addTo(CheckTable table) {
    table.put(line -> alone(line, "off", "default"), "proxy_redirect");
    table.put(line -> alone(line, "off"), "proxy_cookie_domain", "proxy_cookie_path");
    table.put(this::errorLog, "error_log");
    table.put(this::limitRequests, "limit_req");
    table.put(this::limitConnections, "limit_conn");
    table.put(this::resolver, "resolver");
    table.put(
        this::certificateCache,
        "ssl_certificate_cache",
        "proxy_ssl_certificate_cache",
        "grpc_ssl_certificate_cache",
        "uwsgi_ssl_certificate_cache");
  }

  /// With one parameter, that must be one of the words.
  private void alone(Directive directive, String... words) {
    if (directive.parameterCount() == 1) {
      String parameter = directive.parameter();
      if (!List.of(words).contains(CText.of(parameter))) {
        invalid(directive, parameter);
      }
    }
  }

  private void errorLog(Directive directive) {
    for (String level : directive.parameters().subList(1, directive.parameterCount())) {
      if (!LOG_LEVELS.contains(level) && !level.startsWith("debug_")) {
        report.error(directive, "invalid log level \"" + level + "\"");
        return;
      }
    }
  }

  private void limitRequests(Directive directive) {
    for (String option : directive.parameters()) {
      boolean burst = option.startsWith("burst=");
      boolean delay = option.startsWith("delay=");
      if (burst || delay) {
        String value = option.substring("burst=".length());
        if (Quantities.number(value).orElse(0) == 0) {
          String what = burst ? "burst" : "delay";
          report.error(directive, "invalid " + what + " value \"" + option + "\"");
          return;
        }
      } else if (option.startsWith("zone=")) {
        zones.use(directive, SharedZones.REQUESTS, option.substring("zone=".length()));
      } else if (!option.equals("nodelay")) {
        invalid(directive, option);
        return;
      }
    }
    if (directive.parameters().stream().noneMatch(option -> option.startsWith("zone="))) {
      report.error(directive, "\"limit_req\" must have \"zone\" parameter");
    }
  }

  private void limitConnections(Directive directive, Block block) {
    zones.use(directive, SharedZones.connections(block), directive.parameter());
    String number = directive.lastParameter();
    if (Quantities.number(number).orElse(0) == 0) {
      report.error(directive, "invalid number of connections \"" + number + "\"");
    }
  }

  private void resolver(Directive directive) {
    for (String option : directive.parameters()) {
      Optional<String> problem = resolverProblem(option);
      if (problem.isPresent()) {
        report.error(directive, problem.get());
        return;
      }
    }
    if (directive.parameters().contains("ipv4=off")
        && directive.parameters().contains("ipv6=off")) {
      report.error(directive, "\"ipv4\" and \"ipv6\" cannot both be \"off\"");
    } else if (directive.parameters().stream().allMatch(option -> option.contains("="))) {
      report.error(directive, "no name servers defined");
    }
  }

  /// `ipv4` came with 1.23.1; before, it is the name of a name server.
  private Optional<String> resolverProblem(String option) {
    int equals = option.indexOf('=');
    String value = option.substring(equals + 1);
    if (option.startsWith("ipv4=") && !version.isAtLeast(1, 23, 1)) {
      return Optional.of("host not found in resolver \"" + option + "\"");
    }
    boolean valid =
        switch (option.substring(0, equals + 1)) {
          case "valid=" -> Quantities.seconds(value).isPresent();
          case "ipv4=", "ipv6=" -> value.equals("on") || value.equals("off");
          default -> true;
        };
    if (!valid) {
      return Optional.of("invalid parameter: " + option);
    }
    return RESOLVER_OPTION.matcher(option).lookingAt()
        ? Optional.empty()
        : nameServerProblem(option).map(why -> why + " in resolver \"" + option + "\"");
  }

  /// The addresses are read when nginx starts, so that a variable is a name that nobody has.
  private static Optional<String> nameServerProblem(String address) {
    return UpstreamAddress.problem(address, false)
        .or(
            () ->
                address.contains("$") || address.contains("=")
                    ? Optional.of("host not found")
                    : Optional.empty());
  }

  /// ngx_http_ssl_certificate_cache
  private void certificateCache(Directive directive) {
    boolean chosen = false;
    for (String option : directive.parameters()) {
      String value = option.substring(option.indexOf('=') + 1);
      boolean valid =
          switch (option.substring(0, option.indexOf('=') + 1)) {
            case "" -> option.equals("off");
            case "max=" -> Quantities.number(value).orElse(0) > 0;
            case "inactive=", "valid=" -> Quantities.seconds(value).isPresent();
            default -> false;
          };
      if (!valid) {
        invalid(directive, option);
        return;
      }
      chosen |= option.equals("off") || option.startsWith("max=");
    }
    if (!chosen) {
      report.error(directive, "\"" + directive.name() + "\" must have the \"max\" parameter");
    }
  }

  private void invalid(Directive directive, String parameter) {
    report.error(directive, "invalid parameter \"" + parameter + "\"");
  }
}
