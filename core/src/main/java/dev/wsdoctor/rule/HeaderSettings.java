package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The `proxy_set_header` directives of a scope, by the name of the field they set.
public final class HeaderSettings {
  public static final String DIRECTIVE = "proxy_set_header";

  private static final Map<String, String> USUAL =
      Map.of(
          "x-forwarded-port", "$server_port",
          "upgrade", "$http_upgrade",
          "connection", "\"upgrade\"",
          "host", "$http_host",
          "x-real-ip", "$remote_addr",
          "x-forwarded-for", "$proxy_add_x_forwarded_for",
          "x-forwarded-proto", "$scheme",
          "x-forwarded-host", "$http_host");

  private HeaderSettings() {}

  public static List<Directive> inForce(Scope scope) {
    return scope.inForce(DIRECTIVE);
  }

  /// Those in force that set this field; several are sent as several lines.
  public static List<Directive> of(Scope scope, String field) {
    return inForce(scope).stream().filter(directive -> sets(directive, field)).toList();
  }

  public static Optional<Directive> last(Scope scope, String field) {
    return of(scope, field).stream().reduce((_, later) -> later);
  }

  /// Fields of outer levels that are no longer sent, because a nearer level has settings of its
  /// own.
  static List<Directive> lost(Scope scope) {
    return scope.cancelled(DIRECTIVE).stream()
        .filter(outer -> outer.parameters().size() == 2)
        .filter(outer -> of(scope, outer.parameter()).isEmpty())
        .toList();
  }

  public static boolean sets(Directive directive, String field) {
    return directive.parameter().equalsIgnoreCase(field);
  }

  public static boolean sets(Stream<Directive> directives, String field) {
    return directives.anyMatch(directive -> sets(directive, field));
  }

  /// The value as written.
  public static String value(Directive directive) {
    return directive.parameters().size() > 1 ? directive.parameters().get(1) : "";
  }

  /// What a field, by its name in lower case, is usually set to.
  public static Optional<String> usualValue(String field) {
    return Optional.ofNullable(USUAL.get(field));
  }
}
