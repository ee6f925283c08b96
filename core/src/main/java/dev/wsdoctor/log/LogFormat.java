package dev.wsdoctor.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A `log_format`: literals and variables in turn, and how the values were escaped. Taking a line
/// apart costs time in proportion to its length.
public final class LogFormat {
  /// The format that nginx knows without being told.
  public static final LogFormat COMBINED =
      new LogFormat(
          "combined",
          Escape.DEFAULT,
          "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
              + " \"$http_referer\" \"$http_user_agent\"");

  /// What most packages and guides make of it: the same with something behind.
  public static final LogFormat COMBINED_AND_MORE =
      new LogFormat(
          "combined with more behind",
          Escape.DEFAULT,
          "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
              + " \"$http_referer\" \"$http_user_agent\" $rest_of_line");

  /// How nginx wrote the values (`escape=`).
  public enum Escape {
    /// `\xHH` for what could break a line; `-` for nothing.
    DEFAULT,
    /// A JSON string's escapes; empty for nothing.
    JSON,
    /// As they are.
    NONE
  }

  private final String name;
  private final Escape escape;
  private final List<String> variables = new ArrayList<>();

  /// `literals.get(i)` stands in front of the variable `i`, the last one behind all.
  private final List<String> literals = new ArrayList<>();

  /// Where the first variable of each name stands.
  private final Map<String, Integer> indexes = new HashMap<>();

  private LogFormat(String name, Escape escape, String text) {
    this.name = name;
    this.escape = escape;
    split(text);
    number();
  }

  /// A format whose `literals` stand around its `variables`, one more than those.
  LogFormat(String name, Escape escape, List<String> variables, List<String> literals) {
    this.name = name;
    this.escape = escape;
    this.variables.addAll(variables);
    this.literals.addAll(literals);
    number();
  }

  private void number() {
    for (int i = 0; i < variables.size(); i++) {
      indexes.putIfAbsent(variables.get(i), i);
    }
  }

  /// The format of a `log_format` directive with these parameters: name, `escape=...` if it is
  /// there, and the pieces of the text.
  public static LogFormat of(List<String> parameters) {
    String name = parameters.isEmpty() ? "" : parameters.getFirst();
    boolean hasEscape = parameters.size() > 1 && parameters.get(1).startsWith("escape=");
    Escape escape = hasEscape ? escape(parameters.get(1)) : Escape.DEFAULT;
    List<String> pieces =
        parameters.subList(Math.min(hasEscape ? 2 : 1, parameters.size()), parameters.size());
    return new LogFormat(name, escape, String.join("", pieces));
  }

  private static Escape escape(String parameter) {
    return switch (parameter) {
      case "escape=json" -> Escape.JSON;
      case "escape=none" -> Escape.NONE;
      default -> Escape.DEFAULT;
    };
  }

  private void split(String text) {
    int literal = 0;
    for (int at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) {
      boolean braced = text.startsWith("{", at + 1);
      int start = braced ? at + 2 : at + 1;
      int end = start;
      while (end < text.length() && isNameChar(text.charAt(end))) {
        end++;
      }
      if (end > start) {
        literals.add(text.substring(literal, at));
        variables.add(text.substring(start, end));
        literal = braced && end < text.length() ? end + 1 : end;
      }
    }
    literals.add(text.substring(literal));
  }

  private static boolean isNameChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  public String name() {
    return name;
  }

  /// Its variables in order, without the dollar sign.
  public List<String> variables() {
    return List.copyOf(variables);
  }

  public boolean has(String variable) {
    return indexes.containsKey(variable);
  }

  /// The values of a line that was written in this format; nothing if it was not.
  public Optional<AccessEntry> parse(String line) {
    if (!line.startsWith(literals.getFirst())) {
      return Optional.empty();
    }
    int at = literals.getFirst().length();
    int count = variables.size();
    int[] bounds = new int[2 * count];
    for (int i = 0; i < count; i++) {
      String literal = literals.get(i + 1);
      boolean last = i == count - 1;
      int end = last ? lastEnd(line, at, literal) : end(line, at, literal, variables.get(i));
      if (end < 0) {
        return Optional.empty();
      }
      bounds[2 * i] = at;
      bounds[2 * i + 1] = end;
      at = end + literal.length();
    }
    return at == line.length()
        ? Optional.of(new AccessEntry(this, line, bounds))
        : Optional.empty();
  }

  private static int lastEnd(String line, int from, String literal) {
    int end = line.length() - literal.length();
    return end >= from && line.endsWith(literal) ? end : -1;
  }

  /// Two variables side by side cannot be told apart: the first one gets nothing. The values for
  /// several upstreams stand in one list, `502, 101 : 200`, whose separators hold spaces.
  private static int end(String line, int from, String literal, String variable) {
    int end = literal.isEmpty() ? from : line.indexOf(literal, from);
    if (!variable.startsWith("upstream_")) {
      return end;
    }
    while (end > 0 && isInsideList(line, from, end)) {
      end = line.indexOf(literal, end + 1);
    }
    return end;
  }

  private static boolean isInsideList(String line, int from, int end) {
    return end > from
        && line.startsWith(" ", end)
        && (line.charAt(end - 1) == ','
            || line.charAt(end - 1) == ':'
            || line.startsWith(" : ", end));
  }

  /// What stands between a variable and the one before it; empty when the format has no such
  /// variable, or nothing there.
  String literalBefore(String variable) {
    int index = index(variable);
    return index < 0 ? "" : literals.get(index);
  }

  /// Whether the literal in front of a variable stands nowhere before: not in another literal, and
  /// a value cannot hold it, since it is escaped. The literal is one with a quote.
  boolean showsFirst(String variable) {
    int index = index(variable);
    return escape != Escape.NONE
        && literals.subList(0, index).stream()
            .noneMatch(literal -> literal.contains(literals.get(index)));
  }

  /// How many bytes a line has in front of that literal at least.
  int leastBefore(String variable) {
    int index = index(variable);
    int least = 0;
    for (int i = 0; i < index; i++) {
      least += literals.get(i).length() + leastLength(variables.get(i));
    }
    return least;
  }

  /// `-` is what nginx writes for nothing, unless the values are escaped in another way.
  private int leastLength(String variable) {
    return switch (variable) {
      case "time_local" -> "20/Nov/2026:15:00:00 +0000".length();
      case "time_iso8601" -> "2026-11-20T15:00:00+00:00".length();
      default -> escape == Escape.DEFAULT ? 1 : 0;
    };
  }

  int index(String variable) {
    return indexes.getOrDefault(variable, -1);
  }

  Escape escape() {
    return escape;
  }

  @Override
  public String toString() {
    return name;
  }
}
