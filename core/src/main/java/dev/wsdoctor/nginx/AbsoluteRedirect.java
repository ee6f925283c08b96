package dev.wsdoctor.nginx;

/// Makes a whole URL of a Location that begins with a slash (`ngx_http_header_filter`).
final class AbsoluteRedirect {
  private AbsoluteRedirect() {}

  static Value of(RequestState state, Value location) {
    Scope scope = state.scope();
    if (!location.text().startsWith("/") || !scope.flag("absolute_redirect", true)) {
      state.madeAbsolute = false;
      return location;
    }
    state.madeAbsolute = true;
    String origin = (state.connection.tls() ? "https://" : "http://") + host(state, scope);
    return switch (location) {
      case Value.Known(String text) -> Value.of(origin + text);
      case Value.Unknown(String template, String why) -> new Value.Unknown(origin + template, why);
    };
  }

  private static String host(RequestState state, Scope scope) {
    String host = state.host;
    if (scope.flag("server_name_in_redirect", false)) {
      host = state.server().primaryName();
    } else if (host.isEmpty()) {
      host = state.connection.address();
    }
    int port = state.connection.port();
    boolean standard = port == (state.connection.tls() ? 443 : 80) || port == 0;
    return standard || !scope.flag("port_in_redirect", true) ? host : host + ":" + port;
  }
}
