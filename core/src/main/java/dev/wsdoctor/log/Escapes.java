package dev.wsdoctor.log;

import java.nio.charset.StandardCharsets;

/// What nginx made of the bytes that could break a line of its access log (`ngx_http_log_escape`,
/// `ngx_escape_json`), turned back.
final class Escapes {
  private Escapes() {}

  static String resolve(String value, LogFormat.Escape escape) {
    if (escape == LogFormat.Escape.NONE || value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder out = new StringBuilder(value.length());
    int at = 0;
    while (at < value.length()) {
      if (value.charAt(at) == '\\' && at + 1 < value.length()) {
        at += 1 + escaped(value, at + 1, out);
      } else {
        out.append(value.charAt(at++));
      }
    }
    return out.toString();
  }

  /// Writes what stands behind a backslash, and says how many chars that were.
  private static int escaped(String value, int at, StringBuilder out) {
    char kind = value.charAt(at);
    int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 0;
    int code = digits == 0 ? -1 : hex(value, at + 1, digits);
    if (code >= 0) {
      out.append(kind == 'x' ? Character.toString(code) : bytes(code));
      return 1 + digits;
    }
    out.append(
        switch (kind) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'b' -> '\b';
          case 'f' -> '\f';
          default -> kind;
        });
    return 1;
  }

  /// The digits' value, or -1 where they are none.
  private static int hex(String value, int from, int digits) {
    int code = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = i < value.length() ? Character.digit(value.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }

  private static String bytes(int code) {
    return new String(
        Character.toString(code).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
