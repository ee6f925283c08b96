package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.Optional;
import java.util.Set;

/// Whether a request is one whose answer may come from a cache, or go into one, so that what makes
/// its answer its own is left out (`u->cacheable`).
final class CacheUse {
  private static final Set<String> ALWAYS = Set.of("GET", "HEAD");
  private static final Set<String> NONE = Set.of("", "off");

  private static final ScopeValue<Optional<Directive>> ZONE =
      ScopeValue.of(
          scope -> scope.setting("proxy_cache").filter(d -> !NONE.contains(d.parameter())));

  private CacheUse() {}

  static boolean applies(RequestState state, Scope scope) {
    Optional<Directive> zone = ZONE.in(scope);
    return zone.isPresent()
        && !NONE.contains(ComplexValue.of(zone.get().parameter()).evaluate(state).text())
        && takes(state.method, scope)
        && !state.truth.asksUncached();
  }

  private static boolean takes(String method, Scope scope) {
    return ALWAYS.contains(method)
        || scope.inForce("proxy_cache_methods").stream()
            .anyMatch(line -> line.parameters().contains(method));
  }

  /// A HEAD is asked for as GET, so that there is something to keep (`proxy_cache_convert_head`).
  static boolean convertsHead(RequestState state, Scope scope) {
    return state.method.equals("HEAD")
        && scope.flag("proxy_cache_convert_head", true)
        && applies(state, scope);
  }
}
