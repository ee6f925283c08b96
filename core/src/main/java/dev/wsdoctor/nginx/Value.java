package dev.wsdoctor.nginx;

/// The value of a variable or parameter, as far as it can be known before running.
public sealed interface Value {
  /// Exactly this text.
  record Known(String text) implements Value {}

  /// Cannot be known before running: `template` is the text with the unknown parts as variables
  /// (`id-$msec`), `why` says what it depends on.
  record Unknown(String template, String why) implements Value {}

  static Value of(String text) {
    return new Known(text);
  }

  /// The text, or the template where it is not known.
  default String text() {
    return switch (this) {
      case Known(String text) -> text;
      case Unknown(String template, String _) -> template;
    };
  }

  default boolean isKnown() {
    return this instanceof Known;
  }

  /// Whether it is known to be the empty string.
  default boolean isEmpty() {
    return this instanceof Known(String text) && text.isEmpty();
  }
}
