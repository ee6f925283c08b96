package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the `proxy_set_header` in force in a scope say, taken apart.
///
/// @param names those that they set
/// @param taken those that the client's request cannot give: those set here, and those that nginx
///   always sets by itself
/// @param takenForCache the same, of a request whose answer may be kept
/// @param passesClient whether the client's fields go on (`proxy_pass_request_headers`)
record ConfiguredHeaders(
    List<Line> lines,
    Set<String> names,
    Set<String> taken,
    Set<String> takenForCache,
    boolean passesClient) {
  /// One of them.
  record Line(String name, ComplexValue value, Optional<Directive> directive) {
    private static Line of(Directive directive) {
      return new Line(
          directive.parameter(),
          ComplexValue.of(directive.lastParameter()),
          Optional.of(directive));
    }

    boolean isHost() {
      return name.equalsIgnoreCase("Host");
    }
  }

  /// `ngx_http_proxy_headers`
  private static final List<String> DEFAULTS =
      List.of(
          "Host",
          "Connection",
          "Content-Length",
          "Transfer-Encoding",
          "TE",
          "Keep-Alive",
          "Expect",
          "Upgrade");

  /// `ngx_http_proxy_cache_headers`
  private static final List<String> CACHE_DEFAULTS =
      List.of(
          "If-Modified-Since",
          "If-Unmodified-Since",
          "If-None-Match",
          "If-Match",
          "Range",
          "If-Range");

  private static final ScopeValue<ConfiguredHeaders> IN_FORCE =
      ScopeValue.of(ConfiguredHeaders::read);

  static ConfiguredHeaders of(Scope scope) {
    return IN_FORCE.in(scope);
  }

  private static ConfiguredHeaders read(Scope scope) {
    List<Line> lines = scope.inForce("proxy_set_header").stream().map(Line::of).toList();
    List<String> names = lines.stream().map(Line::name).toList();
    List<String> taken = new ArrayList<>(names);
    taken.addAll(DEFAULTS);
    Set<String> always = caseless(taken);
    taken.addAll(CACHE_DEFAULTS);
    return new ConfiguredHeaders(
        lines,
        caseless(names),
        always,
        caseless(taken),
        scope.flag("proxy_pass_request_headers", true));
  }

  private static Set<String> caseless(List<String> names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(names);
    return Collections.unmodifiableSet(set);
  }

  /// The last line for Host, which decides since 1.31.4.
  Optional<Line> host() {
    return lines.stream().filter(Line::isHost).reduce((_, last) -> last);
  }
}
