package dev.wsdoctor.nginx;

import dev.wsdoctor.directive.NginxVersion;
import java.util.Locale;
import java.util.Optional;

/// Checks a Host field and takes it apart (`ngx_http_validate_host`).
final class HostField {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_DIGITS = 5;

  /// What a name may have besides letters, digits and escapes.
  private static final String MARKS = "-._~!$&'()*+,;=";

  private HostField() {}

  /// The host in lower case, without port and trailing dot; nothing if that nginx refuses it. Until
  /// 1.21.0 it took white space in it, since 1.29.4 nothing that RFC 3986 does not.
  static Optional<String> host(String written, NginxVersion version) {
    if (version.isAtLeast(1, 29, 4) && !isStrictlyValid(written)) {
      return Optional.empty();
    }
    boolean takesSpaces = !version.isAtLeast(1, 21, 1);
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
      } else if (c == 0 || c == '/' || (!takesSpaces && (c <= ' ' || c == 0x7f))) {
        return Optional.empty();
      }
    }
    int length = dot == end - 1 ? end - 1 : end;
    return length <= 0
        ? Optional.empty()
        : Optional.of(written.substring(0, length).toLowerCase(Locale.ROOT));
  }

  /// RFC 3986, 3.2.2.
  private static boolean isStrictlyValid(String written) {
    int colon = written.lastIndexOf(':');
    boolean hasPort = colon > written.lastIndexOf(']');
    int end = hasPort ? colon : written.length();
    boolean goodHost = written.startsWith("[") ? isLiteral(written, end) : isName(written, end);
    return goodHost && (!hasPort || isPort(written, colon + 1));
  }

  /// An IP literal in brackets.
  private static boolean isLiteral(String written, int end) {
    int last = end - 1;
    for (int i = 1; i < last; i++) {
      if (written.charAt(i) != ':' && written.charAt(i) != '.' && !isHex(written.charAt(i))) {
        return false;
      }
    }
    return last > 1 && written.charAt(last) == ']';
  }

  private static boolean isName(String written, int end) {
    int i = 0;
    while (i < end) {
      char c = written.charAt(i);
      boolean escape =
          c == '%' && i + 2 < end && isHex(written.charAt(i + 1)) && isHex(written.charAt(i + 2));
      if (!escape && !isDigit(c) && !isLetter(c) && MARKS.indexOf(c) < 0) {
        return false;
      }
      i += escape ? 3 : 1;
    }
    return end > 0;
  }

  private static boolean isPort(String written, int start) {
    int port = 0;
    for (int i = start; i < written.length(); i++) {
      if (!isDigit(written.charAt(i)) || i - start >= MAX_DIGITS) {
        return false;
      }
      port = port * 10 + written.charAt(i) - '0';
    }
    return port <= MAX_PORT;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /// The port written in the Host field; empty if there is none.
  static String port(RequestState state) {
    String written = state.field("Host").orElse("");
    int colon = written.lastIndexOf(':');
    return colon > written.lastIndexOf(']') ? written.substring(colon + 1) : "";
  }
}
