package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The shared memory zones of limits: nginx makes them when everything is read, and has no size for
/// one that is only used (`ngx_init_cycle`).
final class SharedZones {
  /// The module whose zones `limit_req_zone` makes.
  static final String REQUESTS = "limit_req";

  private record Zone(String kind, String name) {}

  private final Report report;
  private final Map<Zone, Directive> used = new LinkedHashMap<>();
  private final Map<Zone, String> declared = new HashMap<>();

  SharedZones(Report report) {
    this.report = report;
  }

  /// The module whose zones `limit_conn_zone` makes there: `stream` has one of its own.
  static String connections(Block block) {
    return block.context().isInStreamOrMail() ? "limit_conn of stream" : "limit_conn";
  }

  /// `kind` is the module that the zone belongs to: each has names of its own.
  void use(Directive directive, String kind, String name) {
    used.putIfAbsent(new Zone(kind, name), directive);
  }

  /// Its key, or that which another directive bound it to before.
  String declare(String kind, String name, String key) {
    return declared.merge(new Zone(kind, name), key, (earlier, _) -> earlier);
  }

  boolean isDeclared(String kind, String name) {
    return declared.containsKey(new Zone(kind, name));
  }

  /// nginx has read everything.
  void end() {
    used.forEach(
        (zone, directive) -> {
          if (!declared.containsKey(zone)) {
            report.unpositioned(directive, "zero size shared memory zone \"" + zone.name() + "\"");
          }
        });
  }
}
