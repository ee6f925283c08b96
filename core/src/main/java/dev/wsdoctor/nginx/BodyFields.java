package dev.wsdoctor.nginx;

import java.util.Locale;
import java.util.Optional;

/// How nginx tells the upstream the length of the body.
final class BodyFields {
  private BodyFields() {}

  /// `$proxy_internal_body_length`
  static String contentLength(RequestState state, Scope scope) {
    Optional<String> body =
        scope
            .setting("proxy_set_body")
            .map(d -> ComplexValue.of(d.parameter()).evaluate(state).text());
    if (body.isPresent()) {
      return Integer.toString(body.get().length());
    }
    if (isChunked(state)) {
      return streams(state, scope) ? "" : "$request_body_length";
    }
    return state.field("Content-Length").orElse("");
  }

  /// `$proxy_internal_chunked`
  static String transferEncoding(RequestState state, Scope scope) {
    boolean own = scope.setting("proxy_set_body").isPresent();
    return !own && isChunked(state) && streams(state, scope) ? "chunked" : "";
  }

  private static boolean isChunked(RequestState state) {
    return state
        .field("Transfer-Encoding")
        .filter(v -> v.toLowerCase(Locale.ROOT).equals("chunked"))
        .isPresent();
  }

  /// A body that goes to a `mirror`, too, is read before.
  private static boolean isCopied(RequestState state) {
    return !state.mirrors.isEmpty() && state.scope().flag("mirror_request_body", true);
  }

  private static boolean streams(RequestState state, Scope scope) {
    return !scope.flag("proxy_request_buffering", true)
        && !isCopied(state)
        && !state.truth.bodyIsRead()
        && ProxyVersion.of(scope, state.nginx.version()).equals("HTTP/1.1");
  }
}
