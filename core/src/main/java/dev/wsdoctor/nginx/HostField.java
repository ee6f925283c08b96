package dev.wsdoctor.nginx;

import java.util.Locale;
import java.util.Optional;

/// Checks a Host field and takes it apart (`ngx_http_validate_host`).
final class HostField {
  private static final int MAX_PORT = 65_535;

  private HostField() {}

  /// The host in lower case, without port and trailing dot; nothing if nginx refuses it.
  static Optional<String> host(String written, boolean strict) {
    if (strict && !isStrictlyValid(written)) {
      return Optional.empty();
    }
    int end = written.length();
    int dot = -2;
    boolean literal = false;
    boolean rest = false;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '.') {
        if (dot == i - 1) {
          return Optional.empty();
        }
        dot = i;
      } else if (c == ':' && !literal && !rest) {
        end = i;
        rest = true;
      } else if (c == '[' && i == 0) {
        literal = true;
      } else if (c == ']' && literal) {
        end = i + 1;
        literal = false;
        rest = true;
      } else if (c <= ' ' || c == 0x7f || c == '/') {
        return Optional.empty();
      }
    }
    int length = dot == end - 1 ? end - 1 : end;
    return length <= 0
        ? Optional.empty()
        : Optional.of(written.substring(0, length).toLowerCase(Locale.ROOT));
  }

  /// RFC 3986, 3.2.2, as nginx checks it since 1.29.4.
  private static boolean isStrictlyValid(String written) {
    int colon = written.lastIndexOf(':');
    boolean hasPort = colon > written.lastIndexOf(']');
    String host = hasPort ? written.substring(0, colon) : written;
    String port = hasPort ? written.substring(colon + 1) : "";
    boolean goodPort =
        port.isEmpty() || (port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= MAX_PORT);
    boolean goodHost =
        host.startsWith("[")
            ? host.matches("\\[[0-9a-fA-F:.]+\\]")
            : host.matches("(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+");
    return goodPort && goodHost;
  }

  /// The port written in the Host field; empty if there is none.
  static String port(RequestState state) {
    String written = state.field("Host").orElse("");
    int colon = written.lastIndexOf(':');
    return colon > written.lastIndexOf(']') ? written.substring(colon + 1) : "";
  }
}
