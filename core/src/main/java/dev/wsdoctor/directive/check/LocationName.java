package dev.wsdoctor.directive.check;

import java.util.List;

/// What `location` is given: `= /x`, `~* x`, `@x`, glued or apart (ngx_http_core_location).
record LocationName(Kind kind, String name) {
  enum Kind {
    EXACT,
    PREFIX,
    REGEX,
    NAMED,
    /// The modifier is none.
    INVALID
  }

  static LocationName of(List<String> parameters) {
    String first = parameters.getFirst();
    if (parameters.size() > 1) {
      return modified(first, parameters.get(1));
    }
    if (first.startsWith("=")) {
      return new LocationName(Kind.EXACT, first.substring(1));
    }
    if (first.startsWith("^~")) {
      return new LocationName(Kind.PREFIX, first.substring(2));
    }
    if (first.startsWith("~")) {
      return new LocationName(Kind.REGEX, first.substring(first.startsWith("~*") ? 2 : 1));
    }
    return new LocationName(first.startsWith("@") ? Kind.NAMED : Kind.PREFIX, first);
  }

  private static LocationName modified(String modifier, String name) {
    return switch (modifier) {
      case "=" -> new LocationName(Kind.EXACT, name);
      case "^~" -> new LocationName(Kind.PREFIX, name);
      case "~", "~*" -> new LocationName(Kind.REGEX, name);
      default -> new LocationName(Kind.INVALID, modifier);
    };
  }
}
