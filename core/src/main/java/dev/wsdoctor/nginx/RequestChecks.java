package dev.wsdoctor.nginx;

import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.http.Field;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What makes nginx refuse a request before any phase (`ngx_http_parse_request_line`,
/// `ngx_http_process_request_header`).
final class RequestChecks {
  /// A status, the reason for it, and what nginx says of it in its error log.
  record Refusal(int status, String because, String said) {}

  private static final int BAD_REQUEST = 400;
  private static final long DEFAULT_BUFFER = 8 << 10;

  /// Of a request line that names no version, and that has no fields and no head in its answer.
  private static final String WITHOUT_VERSION = "HTTP/0.9";

  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");
  private static final Pattern METHOD = Pattern.compile("[A-Z_-]+");
  private static final Pattern VERSION = Pattern.compile("HTTP/[1-9]\\.[0-9]{1,3}");

  /// Fields that may come once only (`ngx_http_process_unique_header_line`).
  private static final Set<String> UNIQUE =
      Set.of(
          "authorization",
          "content-length",
          "content-range",
          "expect",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "transfer-encoding");

  private RequestChecks() {}

  static Optional<Refusal> line(RequestState state) {
    if (state.request.line().length() + 1 > bufferSize(state)) {
      return refusal(
          414,
          "the request line is longer than a large_client_header_buffers buffer",
          "client sent too long URI");
    }
    String method = state.request.method();
    if (!METHOD.matcher(method).matches()) {
      return refusal(
          BAD_REQUEST,
          "the method \"" + method + "\" is not in upper case",
          "client sent invalid method");
    }
    String version = state.request.version();
    if (!VERSION.matcher(version).matches()) {
      return state.isHttp2() || version.equals(WITHOUT_VERSION)
          ? Optional.empty()
          : refusal(
              BAD_REQUEST,
              "\"" + version + "\" is no version of HTTP",
              "client sent invalid request");
    }
    return version.charAt(5) > '1' && !state.isHttp2()
        ? refusal(505, "nginx takes no " + version + " here", "client sent invalid version")
        : Optional.empty();
  }

  /// A field line that does not fit into one of `large_client_header_buffers`, or one that belongs
  /// to a connection and came over HTTP/2, which nginx refuses since 1.31.0.
  static Optional<Refusal> field(RequestState state, Field field) {
    if (field.name().length() + field.value().length() + 3 > bufferSize(state)) {
      return refusal(
          BAD_REQUEST,
          "the field " + field.name() + " is longer than a large_client_header_buffers buffer",
          "client sent too long header line: \"" + line(field) + "...\"");
    }
    boolean refusesHopByHop = state.nginx.version().isAtLeast(1, 31, 0);
    return state.isHttp2()
            && refusesHopByHop
            && HOP_BY_HOP.contains(field.name().toLowerCase(Locale.ROOT))
        ? refusal(
            BAD_REQUEST,
            "HTTP/2 has no field " + field.name(),
            "client sent \"" + field.name() + "\" header")
        : Optional.empty();
  }

  private static long bufferSize(RequestState state) {
    return state
        .server()
        .scope()
        .setting("large_client_header_buffers")
        .map(d -> Quantities.size(d.lastParameter()).orElse(DEFAULT_BUFFER))
        .orElse(DEFAULT_BUFFER);
  }

  /// Whether nginx takes a field of that name only once.
  static boolean isUnique(String name) {
    return UNIQUE.contains(name.toLowerCase(Locale.ROOT));
  }

  static Optional<Refusal> body(RequestState state) {
    Optional<String> length = state.field("Content-Length");
    if (length.isPresent() && !length.get().matches("[0-9]{1,18}")) {
      return refusal(
          BAD_REQUEST,
          "Content-Length is not a number",
          "client sent invalid \"Content-Length\" header");
    }
    Optional<String> encoding = state.field("Transfer-Encoding");
    if (encoding.isPresent()) {
      if (state.request.version().equals("HTTP/1.0")) {
        return refusal(
            BAD_REQUEST,
            "HTTP/1.0 has no Transfer-Encoding",
            "client sent HTTP/1.0 request with \"Transfer-Encoding\" header");
      }
      if (!encoding.get().equalsIgnoreCase("chunked")) {
        return refusal(
            501,
            "Transfer-Encoding is not chunked",
            "client sent unknown \"Transfer-Encoding\": \"" + encoding.get() + "\"");
      }
      if (length.isPresent()) {
        return refusal(
            BAD_REQUEST,
            "there are both Content-Length and Transfer-Encoding",
            "client sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time");
      }
    }
    String method = state.request.method();
    return method.equals("TRACE") || method.equals("CONNECT")
        ? refusal(405, "nginx has no method " + method, "client sent " + method + " method")
        : Optional.empty();
  }

  /// As nginx writes it into its error log.
  static String line(Field field) {
    return field.name() + ": " + field.value();
  }

  private static Optional<Refusal> refusal(int status, String because, String said) {
    return Optional.of(new Refusal(status, because, said));
  }
}
