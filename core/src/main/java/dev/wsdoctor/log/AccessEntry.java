package dev.wsdoctor.log;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// One line of an access log, by the variables of its format. What the format does not have, and
/// what nginx wrote as `-`, is absent.
public final class AccessEntry {
  private final LogFormat format;
  private final String[] values;

  AccessEntry(LogFormat format, String[] values) {
    this.format = format;
    this.values = values;
  }

  /// The value of a variable, its escapes resolved.
  public Optional<String> value(String variable) {
    int index = format.index(variable);
    if (index < 0 || isNothing(values[index])) {
      return Optional.empty();
    }
    return Optional.of(Escapes.resolve(values[index], format.escape()));
  }

  /// Whether the format has a variable, whatever its value.
  public boolean has(String variable) {
    return format.has(variable);
  }

  private boolean isNothing(String value) {
    return value.isEmpty() || (value.equals("-") && format.escape() == LogFormat.Escape.DEFAULT);
  }

  /// The status; nginx writes 009 where an upstream answered no HTTP.
  public OptionalInt status() {
    String text = value("status").orElse("");
    return text.length() == 3 && isNumber(text)
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
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
    return List.of(variables).stream().flatMap(name -> value(name).stream()).findFirst();
  }
}
