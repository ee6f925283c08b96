package dev.wsdoctor.probe.browser;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads and prints JSON (RFC 8259), one char per byte.
final class JsonText {
  private static final int DEEPEST = 200;

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /// Thrown inside, and never seen outside.
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;
  }

  /// Nothing when it is not JSON.
  static Optional<Json> parse(String text) {
    JsonText reader = new JsonText(text);
    try {
      Json value = reader.value(0);
      reader.skipSpace();
      return reader.at == text.length() ? Optional.of(value) : Optional.empty();
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  private Json value(int depth) throws Malformed {
    if (depth > DEEPEST) {
      throw new Malformed();
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Flag(true));
      case 'f' -> word("false", new Json.Flag(false));
      case 'n' -> word("null", new Json.Nothing());
      default -> number();
    };
  }

  private Json members(int depth) throws Malformed {
    Map<String, Json> values = new LinkedHashMap<>();
    take('{');
    while (!takesEnd('}', values.isEmpty())) {
      skipSpace();
      String name = string();
      skipSpace();
      take(':');
      values.put(name, value(depth + 1));
    }
    return new Json.Members(values);
  }

  private Json items(int depth) throws Malformed {
    List<Json> values = new ArrayList<>();
    take('[');
    while (!takesEnd(']', values.isEmpty())) {
      values.add(value(depth + 1));
    }
    return new Json.Items(values);
  }

  /// Takes the end, or the comma in front of one more.
  private boolean takesEnd(char end, boolean first) throws Malformed {
    skipSpace();
    if (peek() == end) {
      at++;
      return true;
    }
    if (!first) {
      take(',');
    }
    return false;
  }

  private String string() throws Malformed {
    take('"');
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      char c = next();
      if (c == '\\') {
        escape(out);
      } else {
        out.append(c);
      }
    }
    at++;
    return out.toString();
  }

  private void escape(StringBuilder out) throws Malformed {
    char c = next();
    switch (c) {
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'u' -> unicode(out);
      default -> out.append(c);
    }
  }

  /// As many escapes as stand together, since a pair of surrogates makes one character.
  private void unicode(StringBuilder out) throws Malformed {
    StringBuilder units = new StringBuilder().append(unit());
    while (text.startsWith("\\u", at)) {
      at += 2;
      units.append(unit());
    }
    byte[] utf8 = units.toString().getBytes(StandardCharsets.UTF_8);
    out.append(new String(utf8, StandardCharsets.ISO_8859_1));
  }

  private char unit() throws Malformed {
    if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
      throw new Malformed();
    }
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  private Json word(String word, Json value) throws Malformed {
    if (!text.startsWith(word, at)) {
      throw new Malformed();
    }
    at += word.length();
    return value;
  }

  private Json number() throws Malformed {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return new Json.Amount(Double.parseDouble(text.substring(start, at)));
    } catch (NumberFormatException _) {
      throw new Malformed();
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws Malformed {
    if (at >= text.length()) {
      throw new Malformed();
    }
    return text.charAt(at);
  }

  private char next() throws Malformed {
    char c = peek();
    at++;
    return c;
  }

  private void take(char expected) throws Malformed {
    if (next() != expected) {
      throw new Malformed();
    }
  }

  static void print(Json value, StringBuilder out) {
    switch (value) {
      case Json.Text(String text) -> print(text, out);
      case Json.Amount(double number) -> out.append(shortest(number));
      case Json.Flag(boolean flag) -> out.append(flag);
      case Json.Nothing() -> out.append("null");
      case Json.Items(var values) -> {
        String separator = "[";
        for (Json one : values) {
          print(one, out.append(separator));
          separator = ",";
        }
        out.append(values.isEmpty() ? "[]" : "]");
      }
      case Json.Members(var values) -> {
        String separator = "{";
        for (var one : values.entrySet()) {
          print(one.getKey(), out.append(separator));
          print(one.getValue(), out.append(':'));
          separator = ",";
        }
        out.append(values.isEmpty() ? "{}" : "}");
      }
    }
  }

  private static String shortest(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static void print(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
