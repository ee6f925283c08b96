package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Directives that name a zone of shared memory and say how large it is.
final class ZoneRules {
  /// Eight pages, below which nginx makes no zone.
  private static final long SMALLEST = 8 * 4096;

  private static final String ZONE = "zone=";
  private static final String RATE = "rate=";

  private final Report report;
  private final SharedZones zones;

  ZoneRules(Report report, SharedZones zones) {
    this.report = report;
    this.zones = zones;
  }

  void addTo(CheckTable table) {
    table.put(line -> limitZone(line, SharedZones.REQUESTS), "limit_req_zone");
    table.put((line, block) -> limitZone(line, SharedZones.connections(block)), "limit_conn_zone");
    table.put(this::upstreamZone, "zone");
    table.put(this::sessionCache, "ssl_session_cache");
  }

  /// ngx_http_limit_req_zone and ngx_http_limit_conn_zone; the first parameter is the key.
  private void limitZone(Directive directive, String kind) {
    boolean rates = directive.is("limit_req_zone");
    List<String> options = directive.parameters().subList(1, directive.parameterCount());
    for (String option : options) {
      Optional<String> problem = problem(option, rates);
      if (problem.isPresent()) {
        report.error(directive, problem.get());
        return;
      }
    }
    if (options.stream().noneMatch(option -> option.startsWith(ZONE))) {
      report.error(directive, "\"" + directive.name() + "\" must have \"zone\" parameter");
    }
    options.stream()
        .filter(option -> option.startsWith(ZONE))
        .map(option -> option.substring(ZONE.length()).replaceFirst(":.*", ""))
        .forEach(zone -> bind(directive, kind, zone));
  }

  private void bind(Directive directive, String kind, String zone) {
    boolean isNew = !zones.isDeclared(kind, zone);
    String key = zones.declare(kind, zone, directive.parameter());
    if (!isNew) {
      report.error(
          directive,
          "%s \"%s\" is already bound to key \"%s\"".formatted(directive.name(), zone, key));
    }
  }

  private static Optional<String> problem(String option, boolean rates) {
    String quoted = "\"" + option + "\"";
    if (option.startsWith(ZONE)) {
      int colon = option.indexOf(':');
      OptionalLong size =
          colon < 0 ? OptionalLong.empty() : Quantities.size(option.substring(colon + 1));
      return size.isEmpty()
          ? Optional.of("invalid zone size " + quoted)
          : Optional.of("zone " + quoted + " is too small")
              .filter(_ -> size.getAsLong() < SMALLEST);
    }
    if (rates && option.startsWith(RATE)) {
      String number = option.substring(RATE.length()).replaceFirst("r/[sm]$", "");
      return Optional.of("invalid rate " + quoted)
          .filter(_ -> Quantities.number(number).orElse(0) == 0);
    }
    return Optional.of("invalid parameter " + quoted).filter(_ -> !option.equals("sync"));
  }

  /// ngx_http_upstream_zone
  private void upstreamZone(Directive directive) {
    if (directive.parameterCount() < 2) {
      return;
    }
    OptionalLong size = Quantities.size(directive.lastParameter());
    if (size.isEmpty()) {
      report.error(directive, "invalid zone size \"" + directive.lastParameter() + "\"");
    } else if (size.getAsLong() < SMALLEST) {
      report.error(directive, "zone \"" + directive.parameter() + "\" is too small");
    }
  }

  /// ngx_http_ssl_session_cache
  private void sessionCache(Directive directive) {
    for (String cache : directive.parameters()) {
      boolean known =
          cache.equals("off")
              || cache.equals("none")
              || cache.equals("builtin")
              || (cache.startsWith("builtin:")
                  && Quantities.number(cache.substring("builtin:".length())).isPresent())
              || sharedSize(cache).isPresent();
      if (!known) {
        report.error(directive, "invalid session cache \"" + cache + "\"");
        return;
      }
      if (sharedSize(cache).orElse(SMALLEST) < SMALLEST) {
        report.error(directive, "session cache \"" + cache + "\" is too small");
        return;
      }
    }
  }

  /// Of `shared:NAME:SIZE`.
  private static OptionalLong sharedSize(String cache) {
    String[] parts = cache.split(":", 3);
    return parts.length == 3 && parts[0].equals("shared") && !parts[1].isEmpty()
        ? Quantities.size(parts[2])
        : OptionalLong.empty();
  }
}
