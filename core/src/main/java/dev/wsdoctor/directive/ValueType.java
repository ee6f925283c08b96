package dev.wsdoctor.directive;

import java.util.List;

/// What a directive's parameters have to be.
///
/// @param words values that are named: of a choice or a set, or besides numbers (`off`)
/// @param variables whether nginx evaluates variables in them per request
public record ValueType(Kind kind, List<String> words, boolean variables) {
  /// The sort of value, after the function that nginx reads it with.
  public enum Kind {
    /// `on` or `off`
    FLAG,
    /// Digits; the words may hold bounds: `1-9`.
    NUMBER,
    /// Bytes, up to `m`.
    SIZE,
    /// Bytes, up to `g`.
    OFFSET,
    /// A time in milliseconds.
    MILLISECONDS,
    /// A time in seconds.
    SECONDS,
    /// Number and size.
    BUFFERS,
    /// One of the words.
    CHOICE,
    /// Some of the words.
    SET,
    /// Any text.
    TEXT,
    /// The directive has rules of its own.
    OWN
  }

  public ValueType {
    words = List.copyOf(words);
  }

  /// Reads `flag`, `enum:a|b`, `size$`, `offset|off`, ...
  static ValueType parse(String text) {
    int colon = text.indexOf(':');
    if (colon >= 0) {
      String words = text.substring(colon + 1);
      return new ValueType(kind(text.substring(0, colon)), Columns.split(words, '|'), false);
    }
    int bar = text.indexOf('|');
    if (bar >= 0) {
      String words = text.substring(bar + 1);
      return new ValueType(kind(text.substring(0, bar)), Columns.split(words, '|'), false);
    }
    boolean variables = text.endsWith("$");
    String name = variables ? text.substring(0, text.length() - 1) : text;
    return new ValueType(kind(name), List.of(), variables);
  }

  private static Kind kind(String name) {
    return switch (name) {
      case "flag" -> Kind.FLAG;
      case "number" -> Kind.NUMBER;
      case "size" -> Kind.SIZE;
      case "offset" -> Kind.OFFSET;
      case "msec" -> Kind.MILLISECONDS;
      case "sec" -> Kind.SECONDS;
      case "buffers" -> Kind.BUFFERS;
      case "enum" -> Kind.CHOICE;
      case "bits" -> Kind.SET;
      case "text" -> Kind.TEXT;
      case "other" -> Kind.OWN;
      default -> throw new IllegalArgumentException("no type of value: " + name);
    };
  }
}
