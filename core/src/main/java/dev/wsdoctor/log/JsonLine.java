package dev.wsdoctor.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The format behind a log line in JSON, found from one line of it: nginx writes the same names in
/// the same order each time. Objects within objects are not nginx's.
final class JsonLine {
  private static final Map<String, String> USUAL_NAMES =
      Map.ofEntries(
          Map.entry("time", "time_iso8601"),
          Map.entry("timestamp", "time_iso8601"),
          Map.entry("@timestamp", "time_iso8601"),
          Map.entry("code", "status"),
          Map.entry("status_code", "status"),
          Map.entry("path", "request_uri"),
          Map.entry("url", "request_uri"),
          Map.entry("duration", "request_time"),
          Map.entry("upgrade", "http_upgrade"),
          Map.entry("protocol", "server_protocol"));

  private final String line;
  private final List<String> variables = new ArrayList<>();
  private final List<String> literals = new ArrayList<>();
  private int at;

  private JsonLine(String line) {
    this.line = line;
  }

  static Optional<LogFormat> format(String line) {
    JsonLine found = new JsonLine(line);
    return line.startsWith("{") && found.takeMembers()
        ? Optional.of(new LogFormat("JSON", LogFormat.Escape.JSON, found.variables, found.literals))
        : Optional.empty();
  }

  private boolean takeMembers() {
    int literal = 0;
    at = 1;
    while (at < line.length()) {
      int name = line.indexOf('"', at);
      int nameEnd = name < 0 ? -1 : line.indexOf('"', name + 1);
      if (nameEnd < 0 || !line.startsWith(":", nameEnd + 1)) {
        return false;
      }
      int start = valueStart(nameEnd + 2);
      int end = start < 0 ? -1 : valueEnd(start);
      if (end < 0) {
        return false;
      }
      literals.add(line.substring(literal, start));
      variables.add(variable(line.substring(name + 1, nameEnd)));
      literal = end;
      at = line.startsWith("\"", end) ? end + 1 : end;
      if (line.substring(at).strip().equals("}")) {
        literals.add(line.substring(literal));
        return true;
      }
    }
    return false;
  }

  private int valueStart(int from) {
    int start = from;
    while (line.startsWith(" ", start)) {
      start++;
    }
    boolean nested = line.startsWith("{", start) || line.startsWith("[", start);
    return nested ? -1 : line.startsWith("\"", start) ? start + 1 : start;
  }

  private int valueEnd(int start) {
    boolean quoted = line.charAt(start - 1) == '"';
    int end = start;
    while (end < line.length()) {
      char c = line.charAt(end);
      if (quoted ? c == '"' : c == ',' || c == '}') {
        return end;
      }
      end += quoted && c == '\\' ? 2 : 1;
    }
    return -1;
  }

  private static String variable(String name) {
    return USUAL_NAMES.getOrDefault(name, name);
  }
}
