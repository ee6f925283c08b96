package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What speaks against the TLS settings of a configuration, and what is done otherwise than nginx
/// would, in the order in which they were come across.
final class Complaints {
  private final List<ConfigurationError> errors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /// In nginx's words, which here have no place; where we know it, it is kept.
  void error(Directive directive, String message) {
    errors.add(new ConfigurationError(message, Optional.of(directive.head()), false));
  }

  /// In nginx's words with ` in FILE:LINE`.
  void errorIn(Directive directive, String message) {
    errors.add(ConfigurationError.of(directive, message));
  }

  /// nginx has it, this gateway does not.
  void unsupported(Directive directive, String what) {
    errorIn(directive, what + " is not supported by this gateway");
  }

  void note(Directive directive, String sentence) {
    String note = directive.where() + ": " + sentence;
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  List<ConfigurationError> errors() {
    return List.copyOf(errors);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
