package dev.wsdoctor.conf;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `nginx -t` says of a file, in nginx's words: the message without its ` in FILE:LINE`.
///
/// Some messages have no position in nginx (`unknown "x" variable`); where we know one all the same
/// it is in `place` and `positioned` is false.
public record ConfigurationError(String message, Optional<SourceRange> place, boolean positioned) {
  private static final Pattern UNKNOWN_VARIABLE = Pattern.compile("unknown \"(\\w+)\" variable");

  public static ConfigurationError at(SourceRange place, String message) {
    return new ConfigurationError(message, Optional.of(place), true);
  }

  /// Of a directive: nginx names the line on which its head ends.
  public static ConfigurationError of(Directive directive, String message) {
    SourceRange head = directive.head();
    SourceRange terminator = directive.terminator();
    return at(head.line() == terminator.line() ? head : terminator, message);
  }

  /// Whether it is only that a file cannot be read here: it may be there where nginx runs.
  public boolean dependsOnFiles() {
    return message.contains("No such file or directory") || message.contains("Permission denied");
  }

  /// The variable that nothing defines, with its `$`, if that is the error.
  public Optional<String> unknownVariable() {
    Matcher matcher = UNKNOWN_VARIABLE.matcher(message);
    return matcher.find() ? Optional.of("$" + matcher.group(1)) : Optional.empty();
  }

  /// The sentence of nginx: `unknown directive "x" in FILE:LINE`.
  @Override
  public String toString() {
    return positioned ? message + place.map(p -> " in " + p.where()).orElse("") : message;
  }
}
