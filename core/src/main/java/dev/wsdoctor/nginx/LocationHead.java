package dev.wsdoctor.nginx;

import dev.wsdoctor.nginx.Location.Kind;
import java.util.List;

/// Reads what stands between `location` and `{` (`ngx_http_core_location`); modifier and name may
/// be glued.
final class LocationHead {
  private LocationHead() {}

  static Location read(Scope scope, List<Location> nested) {
    List<String> parameters = scope.block().parameters();
    if (parameters.size() >= 2) {
      return new Location(kind(parameters.get(0)), parameters.get(1), scope, nested);
    }
    String glued = parameters.isEmpty() ? "" : parameters.getFirst();
    for (String modifier : List.of("=", "^~", "~*", "~")) {
      if (glued.startsWith(modifier)) {
        return new Location(kind(modifier), glued.substring(modifier.length()), scope, nested);
      }
    }
    return new Location(glued.startsWith("@") ? Kind.NAMED : Kind.PREFIX, glued, scope, nested);
  }

  private static Kind kind(String modifier) {
    return switch (modifier) {
      case "=" -> Kind.EXACT;
      case "^~" -> Kind.PREFERENTIAL;
      case "~" -> Kind.REGEX;
      case "~*" -> Kind.REGEX_CASELESS;
      default -> Kind.PREFIX;
    };
  }
}
