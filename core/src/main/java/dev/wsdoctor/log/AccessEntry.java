package dev.wsdoctor.log;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// One line of an access log, by the variables of its format. What the format does not have, and
/// what nginx wrote as `-`, is absent.
public final class AccessEntry {
  private static final int STATUS_DIGITS = 3;

  private final LogFormat format;
  private final String line;
  private final int[] bounds;

  /// `bounds` are the offsets of the first value's begin and end in the line, of the second's, and
  /// so on: most values are never looked at.
  AccessEntry(LogFormat format, String line, int[] bounds) {
    this.format = format;
    this.line = line;
    this.bounds = bounds;
  }

  /// The value of a variable, its escapes resolved.
  public Optional<String> value(String variable) {
    int index = format.index(variable);
    if (index < 0 || isNothing(index)) {
      return Optional.empty();
    }
    String value = line.substring(bounds[2 * index], bounds[2 * index + 1]);
    return Optional.of(Escapes.resolve(value, format.escape()));
  }

  /// Whether the format has a variable, whatever its value.
  public boolean has(String variable) {
    return format.has(variable);
  }

  private boolean isNothing(int index) {
    int from = bounds[2 * index];
    int length = bounds[2 * index + 1] - from;
    boolean hyphen = length == 1 && line.charAt(from) == '-';
    return length == 0 || (hyphen && format.escape() == LogFormat.Escape.DEFAULT);
  }

  /// The status; nginx writes 009 where an upstream answered no HTTP.
  public OptionalInt status() {
    int index = format.index("status");
    if (index < 0 || bounds[2 * index + 1] - bounds[2 * index] != STATUS_DIGITS) {
      return OptionalInt.empty();
    }
    int status = 0;
    for (int at = bounds[2 * index]; at < bounds[2 * index + 1]; at++) {
      int digit = line.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return OptionalInt.empty();
      }
      status = 10 * status + digit;
    }
    return OptionalInt.of(status);
  }

  /// How long the request took; for a 101, how long the tunnel lived.
  public OptionalDouble seconds() {
    String text = value("request_time").orElse("");
    return !text.isEmpty() && text.length() < 20 && isNumber(text)
        ? OptionalDouble.of(Double.parseDouble(text))
        : OptionalDouble.empty();
  }

  /// Digits with at most one point between them.
  private static boolean isNumber(String text) {
    int points = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      points += c == '.' ? 1 : 0;
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return points == 0 || (points == 1 && text.length() > 1);
  }

  /// Path and query as the client sent them; empty when the format has neither.
  public String target() {
    return first("request_uri")
        .or(() -> value("request").map(RequestLine::target))
        .or(() -> first("uri", "document_uri"))
        .orElse("");
  }

  public String path() {
    return RequestLine.pathOf(target());
  }

  public String query() {
    String query = RequestLine.query(target());
    return query.isEmpty() ? first("args", "query_string").orElse("") : query;
  }

  /// `HTTP/1.1`; empty when the format does not tell.
  public String version() {
    return value("server_protocol").or(() -> value("request").map(RequestLine::version)).orElse("");
  }

  /// The name that the client asked for.
  public Optional<String> host() {
    return first("host", "http_host", "server_name");
  }

  /// When the line was written, as the format has it; empty when it does not tell.
  public String time() {
    return first("time_iso8601", "time_local", "msec").orElse("");
  }

  private Optional<String> first(String... variables) {
    for (String variable : variables) {
      Optional<String> value = value(variable);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }
}
