package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The shared memory zones of limits: nginx makes them when everything is read, and has no size for
/// one that is only used (`ngx_init_cycle`).
final class SharedZones {
  private record Zone(String kind, String name) {}

  private final Report report;
  private final Map<Zone, Directive> used = new LinkedHashMap<>();
  private final Set<Zone> declared = new HashSet<>();

  SharedZones(Report report) {
    this.report = report;
  }

  /// `kind` is the module that the zone belongs to: each has names of its own.
  void use(Directive directive, String kind, String name) {
    used.putIfAbsent(new Zone(kind, name), directive);
  }

  void declare(String kind, String name) {
    declared.add(new Zone(kind, name));
  }

  /// nginx has read everything.
  void end() {
    used.forEach(
        (zone, directive) -> {
          if (!declared.contains(zone)) {
            report.unpositioned(directive, "zero size shared memory zone \"" + zone.name() + "\"");
          }
        });
  }
}
