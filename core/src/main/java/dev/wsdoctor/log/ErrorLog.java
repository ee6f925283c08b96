package dev.wsdoctor.log;

import java.util.Optional;

/// Reads the lines of nginx's error log: `Y/M/D h:m:s [level] pid#tid: *connection message while
/// action, client: ..., server: ..., request: "...", upstream: "...", host: "...", referrer: "..."`
/// (`ngx_log_error_core`, `ngx_http_log_error`). Each line takes time in proportion to its length.
public final class ErrorLog {
  private static final int TIME_CHARS = "2026/11/20 15:00:01".length();

  /// Docker, syslog and journald write something of their own in front.
  private static final int LONGEST_PREFIX = 256;

  private static final String TIME_SHAPE = "0000/00/00 00:00:00 [";

  private ErrorLog() {}

  /// The entry of a line, or nothing for a line of another shape.
  public static Optional<ErrorEntry> parse(String line) {
    for (int at = bracket(line, 0); at >= 0; at = bracket(line, at + 1)) {
      int close = line.indexOf("] ", at);
      if (hasTimeBefore(line, at) && close > 0) {
        Optional<Level> level = Level.find(line.substring(at + 1, close));
        if (level.isPresent()) {
          String time = line.substring(at - 1 - TIME_CHARS, at - 1);
          return Optional.of(entry(time, level, line.substring(close + 2)));
        }
      }
    }
    return Optional.empty();
  }

  /// What a person has pasted: a whole line, or only the message.
  public static ErrorEntry pasted(String text) {
    return parse(text).orElseGet(() -> entry("", Optional.empty(), text.strip()));
  }

  private static int bracket(String line, int from) {
    int at = line.indexOf('[', from);
    return at <= LONGEST_PREFIX ? at : -1;
  }

  private static boolean hasTimeBefore(String line, int bracket) {
    int start = bracket - TIME_SHAPE.length() + 1;
    for (int i = 0; i < TIME_SHAPE.length(); i++) {
      if (start < 0 || !fits(TIME_SHAPE.charAt(i), line.charAt(start + i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(char shape, char found) {
    return shape == '0' ? found >= '0' && found <= '9' : shape == found;
  }

  /// `rest` begins with `pid#tid: *connection `, each of which may be missing.
  private static ErrorEntry entry(String time, Optional<Level> level, String rest) {
    int hash = digits(rest, 0);
    boolean hasIds = hash > 0 && hash < rest.length() && rest.charAt(hash) == '#';
    int colon = hasIds ? rest.indexOf(": ", hash) : -1;
    long pid = colon > 0 ? number(rest.substring(0, hash)) : 0;
    long tid = colon > 0 ? number(rest.substring(hash + 1, colon)) : 0;
    String text = colon > 0 ? rest.substring(colon + 2) : rest;
    int end = text.startsWith("*") ? digits(text, 1) : 0;
    boolean hasConnection = end > 1 && end < text.length() && text.charAt(end) == ' ';
    Optional<Long> connection =
        hasConnection ? Optional.of(number(text.substring(1, end))) : Optional.empty();
    return entry(time, level, pid, tid, connection, hasConnection ? text.substring(end + 1) : text);
  }

  private static ErrorEntry entry(
      String time,
      Optional<Level> level,
      long pid,
      long tid,
      Optional<Long> connection,
      String text) {
    int fields = fieldsStart(text);
    String tail = text.substring(fields);
    return new ErrorEntry(
        time,
        level,
        pid,
        tid,
        connection,
        text.substring(0, fields),
        plain(tail, ", client: "),
        plain(tail, ", server: "),
        quoted(tail, ", request: \""),
        quoted(tail, ", subrequest: \""),
        quoted(tail, ", upstream: \""),
        quoted(tail, ", host: \""),
        quoted(tail, ", referrer: \""));
  }

  private static int fieldsStart(String text) {
    int client = text.indexOf(", client: ");
    int resolver = text.indexOf(", resolver: ");
    int start = client < 0 ? resolver : client;
    return start < 0 ? text.length() : start;
  }

  private static Optional<String> plain(String tail, String key) {
    int at = tail.indexOf(key);
    if (at < 0) {
      return Optional.empty();
    }
    int end = tail.indexOf(", ", at + key.length());
    return Optional.of(
        end < 0 ? tail.substring(at + key.length()) : tail.substring(at + key.length(), end));
  }

  /// nginx escapes nothing here, so that a value ends where the next field begins.
  private static Optional<String> quoted(String tail, String key) {
    int at = tail.indexOf(key);
    if (at < 0) {
      return Optional.empty();
    }
    int start = at + key.length();
    int end = next(tail, start, "\", subrequest: \"");
    end = Math.min(end, next(tail, start, "\", upstream: \""));
    end = Math.min(end, next(tail, start, "\", host: \""));
    end = Math.min(end, next(tail, start, "\", referrer: \""));
    end = Math.min(end, next(tail, start, "\", bytes "));
    if (end == Integer.MAX_VALUE) {
      end = Math.max(start, tail.endsWith("\"") ? tail.length() - 1 : tail.length());
    }
    return Optional.of(tail.substring(start, end));
  }

  private static int next(String text, int from, String what) {
    int at = text.indexOf(what, from);
    return at < 0 ? Integer.MAX_VALUE : at;
  }

  /// The index behind the digits that begin at `from`.
  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /// A number of a damaged line may be of any length, and none.
  private static long number(String digits) {
    boolean isNumber = !digits.isEmpty() && digits.length() <= 18;
    return isNumber && digits(digits, 0) == digits.length() ? Long.parseLong(digits) : 0;
  }
}
