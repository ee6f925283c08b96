package dev.wsdoctor.nginx;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
  private static final String VERSION = "HTTP/";

  private static final ScopeValue<Long> BUFFER_SIZE =
      ScopeValue.of(
          server ->
              server
                  .setting("large_client_header_buffers")
                  .map(d -> Quantities.size(d.lastParameter()).orElse(DEFAULT_BUFFER))
                  .orElse(DEFAULT_BUFFER));

  /// Fields that may come once only (`ngx_http_process_unique_header_line`).
  private static final List<String> UNIQUE =
      List.of(
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
    if (lineLength(state.request) + 1 > bufferSize(state)) {
      return refusal(
          414,
          "the request line is longer than a large_client_header_buffers buffer",
          "client sent too long URI");
    }
    String method = state.request.method();
    if (!isMethod(method)) {
      return refusal(
          BAD_REQUEST,
          "the method \"" + method + "\" is not in upper case",
          "client sent invalid method");
    }
    String version = state.request.version();
    if (!isVersion(version)) {
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

  private static int lineLength(Request request) {
    return request.method().length() + request.target().length() + request.version().length() + 2;
  }

  private static boolean isMethod(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'A' || c > 'Z') && c != '_' && c != '-') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// `HTTP/1.1`, with one to three digits behind the dot.
  private static boolean isVersion(String text) {
    int digits = VERSION.length() + 2;
    if (!text.startsWith(VERSION)
        || text.length() <= digits
        || text.length() > digits + 3
        || text.charAt(digits - 2) == '0'
        || text.charAt(digits - 1) != '.') {
      return false;
    }
    for (int i = VERSION.length(); i < text.length(); i++) {
      if (i != digits - 1 && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
        return false;
      }
    }
    return true;
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
    return state.isHttp2()
            && state.nginx.version().isAtLeast(1, 31, 0)
            && HOP_BY_HOP.contains(field.name().toLowerCase(Locale.ROOT))
        ? refusal(
            BAD_REQUEST,
            "HTTP/2 has no field " + field.name(),
            "client sent \"" + field.name() + "\" header")
        : Optional.empty();
  }

  private static long bufferSize(RequestState state) {
    return BUFFER_SIZE.in(state.server().scope());
  }

  /// Whether nginx takes a field of that name only once.
  static boolean isUnique(String name) {
    for (String unique : UNIQUE) {
      if (name.equalsIgnoreCase(unique)) {
        return true;
      }
    }
    return false;
  }

  /// Until 1.21.0 nginx took CONNECT for any method, and a length beside chunks.
  static Optional<Refusal> body(RequestState state) {
    NginxVersion version = state.nginx.version();
    Optional<String> length = state.field("Content-Length");
    if (length.isPresent() && !length.get().matches("[0-9]{1,18}")) {
      return refusal(
          BAD_REQUEST,
          "Content-Length is not a number",
          "client sent invalid \"Content-Length\" header");
    }
    Optional<String> encoding = state.field("Transfer-Encoding");
    if (encoding.isPresent()) {
      if (state.request.version().equals("HTTP/1.0") && version.isAtLeast(1, 21, 2)) {
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
      if (length.isPresent() && version.isAtLeast(1, 21, 1)) {
        return refusal(
            BAD_REQUEST,
            "there are both Content-Length and Transfer-Encoding",
            "client sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time");
      }
    }
    String method = state.request.method();
    boolean unknown =
        method.equals("TRACE") || (method.equals("CONNECT") && version.isAtLeast(1, 21, 1));
    return unknown
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
