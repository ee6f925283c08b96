package dev.wsdoctor.nginx;

import java.util.ArrayList;
import java.util.List;

/// A parameter with variables in it (`ngx_http_complex_value`), taken apart.
final class ComplexValue {
  /// A piece of the parameter.
  sealed interface Part {
    record Literal(String text) implements Part {}

    record Variable(String name) implements Part {}

    /// `$1` to `$9`
    record Capture(int number) implements Part {}
  }

  private final String text;
  private final List<Part> parts;
  private final boolean constant;

  private ComplexValue(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
    this.constant = parts.stream().allMatch(p -> p instanceof Part.Literal);
  }

  static ComplexValue of(String text) {
    return new ComplexValue(text, split(text));
  }

  private static List<Part> split(String text) {
    List<Part> parts = new ArrayList<>(3);
    int literal = 0;
    int i = text.indexOf('$');
    while (i >= 0 && i + 1 < text.length()) {
      boolean braced = text.charAt(i + 1) == '{';
      int start = braced ? i + 2 : i + 1;
      int end = nameEnd(text, start);
      if (end == start || (braced && (end == text.length() || text.charAt(end) != '}'))) {
        i = text.indexOf('$', i + 1);
        continue;
      }
      if (literal < i) {
        parts.add(new Part.Literal(text.substring(literal, i)));
      }
      parts.add(part(text.substring(start, end)));
      literal = braced ? end + 1 : end;
      i = text.indexOf('$', literal);
    }
    if (literal < text.length()) {
      parts.add(new Part.Literal(text.substring(literal)));
    }
    return parts;
  }

  private static int nameEnd(String text, int start) {
    int end = start;
    if (end < text.length() && text.charAt(end) >= '1' && text.charAt(end) <= '9') {
      return end + 1;
    }
    while (end < text.length() && isNameChar(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isNameChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private static Part part(String name) {
    char first = name.charAt(0);
    return first >= '1' && first <= '9'
        ? new Part.Capture(first - '0')
        : new Part.Variable(name.toLowerCase(java.util.Locale.ROOT));
  }

  List<Part> parts() {
    return parts;
  }

  /// Whether it has no variables.
  boolean isConstant() {
    return constant;
  }

  String text() {
    return text;
  }

  Value evaluate(RequestState state) {
    return constant ? Value.of(text) : evaluate(state, false);
  }

  /// The value; with `escape`, captures are escaped as in a query. Variables come before captures:
  /// computing one (a `map` with a regular expression) may change what was captured, and nginx asks
  /// for all lengths first.
  Value evaluate(RequestState state, boolean escape) {
    Value[] values = new Value[parts.size()];
    for (int i = 0; i < values.length; i++) {
      if (parts.get(i) instanceof Part.Variable(String name)) {
        values[i] = state.nginx.variables().value(name, state);
      }
    }
    StringBuilder out = new StringBuilder();
    String doubt = "";
    for (int i = 0; i < values.length; i++) {
      switch (parts.get(i)) {
        case Part.Literal(String literal) -> out.append(literal);
        case Part.Capture(int number) -> out.append(capture(state, number, escape));
        case Part.Variable _ -> {
          out.append(values[i].text());
          if (values[i] instanceof Value.Unknown(String _, String why)) {
            doubt = why;
          }
        }
      }
    }
    return doubt.isEmpty() ? Value.of(out.toString()) : new Value.Unknown(out.toString(), doubt);
  }

  private static String capture(RequestState state, int number, boolean escape) {
    String text = state.captures.group(number);
    return escape && (state.quotedUri || state.plusInUri) ? UriEscaping.arguments(text) : text;
  }
}
