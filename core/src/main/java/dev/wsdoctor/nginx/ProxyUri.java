package dev.wsdoctor.nginx;

/// The request target that is sent upstream (`ngx_http_proxy_create_request`).
final class ProxyUri {
  private ProxyUri() {}

  static Value of(
      RequestState state, Scope handlerScope, ProxyUrl url, ComplexValue template, Value written) {
    if (!template.isConstant() && !url.uri().isEmpty()) {
      return written instanceof Value.Unknown(String _, String why)
          ? new Value.Unknown(url.uri(), why)
          : Value.of(url.uri());
    }
    if (url.uri().isEmpty() && state.validUnparsedUri) {
      return Value.of(state.unparsedUri);
    }
    boolean replaces = state.validLocation && !url.uri().isEmpty();
    int length = replaces ? Math.min(locationName(handlerScope).length(), state.uri.length()) : 0;
    String rest = state.uri.substring(length);
    String escaped =
        state.quotedUri || state.internal ? UriEscaping.path(rest, state.nginx.version()) : rest;
    String target =
        (state.validLocation ? url.uri() : "")
            + escaped
            + (state.args.isEmpty() ? "" : "?" + state.args);
    return state.uriDoubt.isEmpty() ? Value.of(target) : new Value.Unknown(target, state.uriDoubt);
  }

  /// The name that the URI part of proxy_pass replaces: that of the location around it.
  private static String locationName(Scope handlerScope) {
    for (Scope level : handlerScope.chain().reversed()) {
      if (level.block().is("location")) {
        Location location = LocationHead.read(level, java.util.List.of());
        boolean isPrefix = !location.isRegex() && location.kind() != Location.Kind.NAMED;
        return isPrefix ? location.name() : "";
      }
    }
    return "";
  }

  static String reason(RequestState state, ProxyUrl url, ComplexValue template) {
    if (!template.isConstant() && !url.uri().isEmpty()) {
      return "proxy_pass has variables and a URI part, which is sent as it is";
    }
    if (url.uri().isEmpty()) {
      return state.validUnparsedUri
          ? "proxy_pass has no URI part, so the target goes on as it came"
          : "proxy_pass has no URI part; the URI was changed before, so it is escaped again";
    }
    return state.validLocation
        ? "the URI part of proxy_pass replaces the location's prefix"
        : "after rewrite ... break the URI part of proxy_pass is ignored";
  }
}
