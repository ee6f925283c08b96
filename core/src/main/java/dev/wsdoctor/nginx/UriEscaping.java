package dev.wsdoctor.nginx;

import dev.wsdoctor.directive.NginxVersion;

/// nginx's percent-encoding (`ngx_escape_uri`, `ngx_unescape_uri`); one char per byte.
final class UriEscaping {
  private static final String HEX = "0123456789ABCDEF";

  /// What nginx escapes, too, since 1.21.1.
  private static final String NO_URI_CHARACTERS = "\"<>\\^`{|}";

  private UriEscaping() {}

  /// A path as it is sent upstream when it was decoded before (`NGX_ESCAPE_URI`).
  static String path(String path, NginxVersion version) {
    return escape(path, " #%?" + further(version));
  }

  /// A capture that becomes part of a query or a redirect (`NGX_ESCAPE_ARGS`).
  static String arguments(String text, NginxVersion version) {
    return escape(text, " #%&+;?" + further(version));
  }

  /// A path that is redirected to, with a slash behind it; until 1.20 as it was decoded.
  static String redirected(String path, NginxVersion version) {
    return version.isAtLeast(1, 21, 0) ? path(path, version) : path;
  }

  private static String further(NginxVersion version) {
    return version.isAtLeast(1, 21, 1) ? NO_URI_CHARACTERS : "";
  }

  private static String escape(String text, String special) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7f || special.indexOf(c) >= 0) {
        out.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /// Decodes what is safe to decode in the target of a redirect, up to its query
  /// (`NGX_UNESCAPE_REDIRECT`). A `%` without two digits disappears, and its digit with it.
  static String unescapeRedirect(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '?') {
        return out.append(text, i, text.length()).toString();
      }
      if (c != '%') {
        out.append(c);
        i++;
        continue;
      }
      int decoded = decode(text, i);
      if (decoded == '?') {
        return out.append('?').append(text, i + 3, text.length()).toString();
      }
      if (decoded >= 0) {
        boolean plain = decoded > '%' && decoded < 0x7f;
        out.append(plain ? String.valueOf((char) decoded) : text.substring(i, i + 3));
        i += 3;
      } else {
        i += brokenEscape(text, i, out);
      }
    }
    return out.toString();
  }

  /// How many characters a broken escape takes; the one behind the `%` stays unless it is a digit.
  private static int brokenEscape(String text, int percent, StringBuilder out) {
    if (percent + 1 == text.length()) {
      return 1;
    }
    char behind = text.charAt(percent + 1);
    if (Character.digit(behind, 16) >= 0) {
      return 3;
    }
    out.append(behind);
    return 2;
  }

  /// The byte that `%XX` at that index stands for; -1 if it is none.
  static int decode(String text, int percent) {
    if (percent + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(percent + 1), 16);
    int low = Character.digit(text.charAt(percent + 2), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
