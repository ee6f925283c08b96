package dev.wsdoctor.gateway.wire;

import dev.wsdoctor.http.Field;
import java.nio.charset.StandardCharsets;

/// Reads one field line byte by byte (`ngx_http_parse_header_line`).
final class FieldLine {
  /// How far it has come.
  enum Progress {
    MORE,
    /// A field.
    FIELD,
    /// The empty line.
    END,
    BAD
  }

  private enum At {
    START,
    NAME,
    BEFORE_VALUE,
    VALUE,
    AFTER_VALUE,
    LINE_FEED,
    END_LINE_FEED
  }

  private final StringBuilder name = new StringBuilder();
  private final StringBuilder value = new StringBuilder();
  private At at = At.START;
  private boolean hasColon;
  private int spaces;

  Field field() {
    int end = value.length();
    while (end > 0 && value.charAt(end - 1) == ' ') {
      end--;
    }
    return new Field(name.toString(), value.substring(0, end));
  }

  void reset() {
    name.setLength(0);
    value.setLength(0);
    hasColon = false;
    spaces = 0;
    at = At.START;
  }

  /// What has come of the line, as it was written.
  String written() {
    return hasColon ? name + ":" + " ".repeat(spaces) + value : name.toString();
  }

  /// The line up to the byte that is wrong, as nginx logs it; a CR in the middle of a line is what
  /// is wrong, not what comes behind it.
  String shown(char bad) {
    boolean behindReturn = at == At.LINE_FEED || at == At.END_LINE_FEED;
    return "%s\\x%02x...".formatted(written(), behindReturn ? (int) '\r' : (int) bad);
  }

  Progress take(char c) {
    return switch (at) {
      case START -> start(c);
      case NAME -> name(c);
      case BEFORE_VALUE -> beforeValue(c);
      case VALUE, AFTER_VALUE -> value(c);
      case LINE_FEED -> lineFeed(c);
      case END_LINE_FEED -> c == '\n' ? Progress.END : Progress.BAD;
    };
  }

  /// Takes of these bytes those that do no more than make the name or the value longer, which are
  /// nearly all of a head: together, since each by itself takes five times as long. How many.
  int takePlain(byte[] bytes, int from, int to) {
    return switch (at) {
      case NAME -> append(name, bytes, from, nameEnd(bytes, from, to));
      case VALUE -> append(value, bytes, from, valueEnd(bytes, from, to));
      case START, BEFORE_VALUE, AFTER_VALUE, LINE_FEED, END_LINE_FEED -> 0;
    };
  }

  private static int nameEnd(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != ':' && isInName((char) (bytes[end] & 0xff))) {
      end++;
    }
    return end;
  }

  private static int valueEnd(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != '\r' && bytes[end] != '\n' && bytes[end] != 0) {
      end++;
    }
    return end;
  }

  private static int append(StringBuilder to, byte[] bytes, int from, int end) {
    to.append(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
    return end - from;
  }

  private Progress start(char c) {
    if (c == '\r') {
      at = At.END_LINE_FEED;
      return Progress.MORE;
    }
    if (c == '\n') {
      return Progress.END;
    }
    at = At.NAME;
    return name(c);
  }

  private Progress name(char c) {
    if (c == ':') {
      at = At.BEFORE_VALUE;
      hasColon = !name.isEmpty();
      return name.isEmpty() ? Progress.BAD : Progress.MORE;
    }
    if (c == '\r' || c == '\n') {
      // a name alone is a field without a value
      at = At.LINE_FEED;
      return c == '\n' ? Progress.FIELD : Progress.MORE;
    }
    if (!isInName(c)) {
      return Progress.BAD;
    }
    name.append(c);
    return Progress.MORE;
  }

  private static boolean isInName(char c) {
    return c > ' ' && c != 0x7f;
  }

  private Progress beforeValue(char c) {
    if (c == ' ') {
      spaces++;
      return Progress.MORE;
    }
    return value(c);
  }

  private Progress value(char c) {
    if (c == '\n') {
      return Progress.FIELD;
    }
    if (c == '\r') {
      at = At.LINE_FEED;
      return Progress.MORE;
    }
    if (c == 0) {
      return Progress.BAD;
    }
    at = At.VALUE;
    value.append(c);
    return Progress.MORE;
  }

  /// Behind a CR only another CR may come before the LF.
  private Progress lineFeed(char c) {
    if (c == '\n') {
      return Progress.FIELD;
    }
    return c == '\r' ? Progress.MORE : Progress.BAD;
  }
}
