package dev.wsdoctor.gateway.limit;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;

/// The parameters of `limit_req_zone` and `limit_conn_zone`.
record ZoneLine(String key, String name, long size) {
  static ZoneLine of(Directive directive) {
    String zone = option(directive, "zone=", "");
    int colon = zone.indexOf(':');
    String name = colon < 0 ? zone : zone.substring(0, colon);
    return new ZoneLine(
        directive.parameter(), name, Quantities.size(zone.substring(colon + 1)).orElse(0));
  }

  static String option(Directive directive, String prefix, String otherwise) {
    return directive.parameters().stream()
        .filter(p -> p.startsWith(prefix))
        .reduce((_, last) -> last)
        .map(p -> p.substring(prefix.length()))
        .orElse(otherwise);
  }
}
