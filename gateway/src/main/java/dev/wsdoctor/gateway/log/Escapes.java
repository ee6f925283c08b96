package dev.wsdoctor.gateway.log;

import dev.wsdoctor.log.LogFormat.Escape;

/// How values are written into a line, by `escape=`; one char per byte.
public final class Escapes {
  private static final String HEX = "0123456789ABCDEF";

  private Escapes() {}

  /// As it stands in a string of JSON.
  public static String json(String value) {
    StringBuilder out = new StringBuilder(value.length() + 8);
    appendJson(out, value);
    return out.toString();
  }

  static void append(StringBuilder out, String value, Escape escape) {
    switch (escape) {
      case NONE -> out.append(value);
      case DEFAULT -> appendDefault(out, value);
      case JSON -> appendJson(out, value);
    }
  }

  /// `ngx_http_log_escape`
  private static void appendDefault(StringBuilder out, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c > '~') {
        out.append("\\x").append(HEX.charAt(c >> 4 & 0xf)).append(HEX.charAt(c & 0xf));
      } else {
        out.append(c);
      }
    }
  }

  /// `ngx_escape_json`
  private static void appendJson(StringBuilder out, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
          } else {
            out.append(c);
          }
        }
      }
    }
  }
}
