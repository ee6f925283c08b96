package dev.wsdoctor.nginx;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.nginx.Variables.Definition;
import java.util.Optional;
import java.util.StringJoiner;

/// The variables whose name says what to look for: `$http_*`, `$arg_*`, `$cookie_*`, `$upstream_*`,
/// `$sent_http_*`.
final class PrefixVariables {
  private PrefixVariables() {}

  static Optional<Definition> find(String name) {
    if (name.startsWith("http_")) {
      return Optional.of(new Definition(s -> Value.of(field(s, name.substring(5))), true));
    }
    if (name.startsWith("arg_")) {
      return Optional.of(new Definition(s -> argument(s, name.substring(4)), false));
    }
    if (name.startsWith("cookie_")) {
      return Optional.of(
          new Definition(s -> Value.of(cookie(s, name.substring(7)).orElse("")), true));
    }
    if (name.startsWith("upstream_")) {
      return Optional.of(new Definition(s -> upstream(s, name), false));
    }
    if (name.startsWith("sent_http_") || name.startsWith("sent_trailer_")) {
      return Optional.of(
          new Definition(_ -> new Value.Unknown("$" + name, "it is part of the answer"), false));
    }
    return Optional.empty();
  }

  private static Value upstream(RequestState state, String name) {
    if (state.truth.isRunning() && name.startsWith("upstream_cache_")) {
      return Value.of(state.truth.variable(name).orElse(""));
    }
    return state.upstreamTried
        ? new Value.Unknown("$" + name, "it is known once the upstream has answered")
        : Value.of("");
  }

  /// `$http_name`: until 1.22 the first line of that name, but every X-Forwarded-For; since 1.23.0
  /// all lines joined (`ngx_http_variable_unknown_header`).
  private static String field(RequestState state, String name) {
    if (name.equals("cookie")) {
      return joined(state, "Cookie", "; ");
    }
    boolean all = state.nginx.version().isAtLeast(1, 23, 0) || name.equals("x_forwarded_for");
    String values = "";
    boolean found = false;
    for (Field field : state.fields) {
      if (isNamed(field.name(), name)) {
        if (!all) {
          return field.value();
        }
        values = found ? values + ", " + field.value() : field.value();
        found = true;
      }
    }
    return values;
  }

  private static boolean isNamed(String written, String name) {
    if (written.length() != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = written.charAt(i);
      char lower = c == '-' ? '_' : c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
      if (lower != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static String joined(RequestState state, String name, String separator) {
    StringJoiner values = new StringJoiner(separator);
    for (Field field : state.fields) {
      if (field.isNamed(name)) {
        values.add(field.value());
      }
    }
    return values.toString();
  }

  /// `$arg_name`: the first of that name, without regard to case, never decoded (`ngx_http_arg`).
  private static Value argument(RequestState state, String name) {
    String found = written(state, name).orElse("");
    return state.uriDoubt.isEmpty()
        ? Value.of(found)
        : new Value.Unknown(found.isEmpty() ? "$arg_" + name : found, state.uriDoubt);
  }

  private static Optional<String> written(RequestState state, String name) {
    for (String pair : state.args.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals == name.length() && pair.regionMatches(true, 0, name, 0, equals)) {
        return Optional.of(pair.substring(equals + 1));
      }
    }
    return Optional.empty();
  }

  /// `$cookie_name` (`ngx_http_parse_multi_header_lines`): the value reaches to a semicolon, and
  /// until 1.29.5 a name could stand behind a comma in it as well.
  private static Optional<String> cookie(RequestState state, String name) {
    for (Field field : state.fields) {
      if (!field.isNamed("Cookie")) {
        continue;
      }
      boolean commas = !state.nginx.version().isAtLeast(1, 29, 6);
      for (String pair : field.value().split(";", -1)) {
        Optional<String> found = cookieIn(pair, name, commas);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> cookieIn(String pair, String name, boolean commas) {
    for (int start = 0; start >= 0; start = nextCookie(pair, start, commas)) {
      String cookie = pair.substring(start).stripLeading();
      if (cookie.regionMatches(true, 0, name, 0, name.length())) {
        String rest = cookie.substring(name.length()).stripLeading();
        if (rest.startsWith("=")) {
          return Optional.of(rest.substring(1).stripLeading());
        }
      }
    }
    return Optional.empty();
  }

  private static int nextCookie(String pair, int start, boolean commas) {
    int comma = commas ? pair.indexOf(',', start) : -1;
    return comma < 0 ? -1 : comma + 1;
  }

  /// Whether the request has what such a name asks for, though it may be empty.
  static boolean isPresent(RequestState state, String name) {
    if (name.startsWith("http_")) {
      return state.fields.stream().anyMatch(f -> isNamed(f.name(), name.substring(5)));
    }
    if (name.startsWith("arg_")) {
      return written(state, name.substring(4)).isPresent();
    }
    return name.startsWith("cookie_") && cookie(state, name.substring(7)).isPresent();
  }
}
