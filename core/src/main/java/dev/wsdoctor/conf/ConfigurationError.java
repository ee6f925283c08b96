package dev.wsdoctor.conf;

import java.util.Optional;

/// What `nginx -t` says of a file, in nginx's words: the message without its ` in FILE:LINE`.
///
/// Some messages have no position in nginx (`unknown "x" variable`); where we know one all the same
/// it is in `place` and `positioned` is false.
public record ConfigurationError(String message, Optional<SourceRange> place, boolean positioned) {
  public static ConfigurationError at(SourceRange place, String message) {
    return new ConfigurationError(message, Optional.of(place), true);
  }

  /// Of a directive: nginx names the line on which its head ends.
  public static ConfigurationError of(Directive directive, String message) {
    SourceRange head = directive.head();
    SourceRange terminator = directive.terminator();
    return at(head.line() == terminator.line() ? head : terminator, message);
  }

  /// The sentence of nginx: `unknown directive "x" in FILE:LINE`.
  @Override
  public String toString() {
    return positioned ? message + place.map(p -> " in " + p.where()).orElse("") : message;
  }
}
