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

  /// Longest value; doubling a variable thirty times would need a gigabyte.
  static final int MAX_LENGTH = 1 << 20;

  private final String text;
  private final List<Part> parts;
  private final boolean constant;
  private final Value literal;

  private ComplexValue(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
    this.constant = isConstant(parts);
    this.literal = Value.of(text);
  }

  private static boolean isConstant(List<Part> parts) {
    for (Part part : parts) {
      if (!(part instanceof Part.Literal)) {
        return false;
      }
    }
    return true;
  }

  static ComplexValue of(String text) {
    return new ComplexValue(text, split(text));
  }

  private static List<Part> split(String text) {
    int i = text.indexOf('$');
    if (i < 0) { // as most are, and many are taken apart for each request
      return text.isEmpty() ? List.of() : List.of(new Part.Literal(text));
    }
    List<Part> parts = new ArrayList<>(3);
    int literal = 0;
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
    return constant ? literal : evaluate(state, false);
  }

  /// The value; with `escape`, captures are escaped as in a query.
  Value evaluate(RequestState state, boolean escape) {
    return prepare(state, escape).write();
  }

  /// Asks for every part once, as nginx does when it computes the length.
  Prepared prepare(RequestState state, boolean escape) {
    return new Prepared(this, state, escape);
  }

  /// A value whose length is computed and which is still to be written: nginx does one after the
  /// other, and a `map` with a regular expression may change the captures in between.
  static final class Prepared {
    private final ComplexValue template;
    private final RequestState state;
    private final boolean escape;
    private final Captures before;
    private final Value[] values;
    private int length;

    private Prepared(ComplexValue template, RequestState state, boolean escape) {
      this.template = template;
      this.state = state;
      this.escape = escape;
      this.before = state.captures;
      this.values = new Value[template.parts.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(template.parts.get(i));
        length += values[i].text().length();
      }
    }

    private Value value(Part part) {
      return switch (part) {
        case Part.Literal(String literal) -> Value.of(literal);
        case Part.Capture(int number) -> Value.of(capture(number));
        case Part.Variable(String name) -> state.nginx.variables().value(name, state);
      };
    }

    private String capture(int number) {
      String text = state.captures.group(number);
      return escape && (state.quotedUri || state.plusInUri)
          ? UriEscaping.arguments(text, state.nginx.version())
          : text;
    }

    /// The value. One that has grown since its length was computed does not fit, which ends the
    /// request (`ngx_http_script_check_length`).
    Value write() {
      if (!state.captures.equals(before)) {
        recapture();
      }
      if (values.length == 1
          && values[0] instanceof Value.Known(String only)
          && only.length() <= MAX_LENGTH) {
        state.outgrown |= only.length() > length;
        return values[0];
      }
      StringBuilder out = new StringBuilder(length);
      String doubt = "";
      for (Value value : values) {
        out.append(value.text());
        if (value instanceof Value.Unknown(String _, String why)) {
          doubt = why;
        }
      }
      if (out.length() > MAX_LENGTH) {
        out.setLength(MAX_LENGTH);
        state.outgrown = true;
      }
      state.outgrown |= out.length() > length;
      return doubt.isEmpty() ? Value.of(out.toString()) : new Value.Unknown(out.toString(), doubt);
    }

    private void recapture() {
      for (int i = 0; i < values.length; i++) {
        switch (template.parts.get(i)) {
          case Part.Literal _ -> {}
          case Part.Capture(int number) -> values[i] = Value.of(capture(number));
          case Part.Variable(String name) ->
              values[i] = state.assigned.getOrDefault(name, values[i]);
        }
      }
    }
  }
}
