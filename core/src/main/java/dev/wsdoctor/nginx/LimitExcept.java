package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;

/// `limit_except`: another configuration for all methods but those it names
/// (`ngx_http_update_location_config`).
final class LimitExcept {
  private LimitExcept() {}

  static void apply(RequestState state) {
    for (Directive limit : state.scope().own("limit_except")) {
      if (!names(limit.parameters(), state.method)) {
        state.step(
            Phase.FIND_LOCATION,
            "limit_except takes over",
            "it does not name the method " + state.method,
            limit);
        state.switchTo(state.scope().within(limit));
        return;
      }
    }
  }

  private static boolean names(List<String> methods, String method) {
    return methods.stream()
        .anyMatch(m -> m.equalsIgnoreCase(method) || (m.equalsIgnoreCase("GET") && isHead(method)));
  }

  private static boolean isHead(String method) {
    return method.equals("HEAD");
  }
}
