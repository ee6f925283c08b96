package dev.wsdoctor.regex;

/// What became of a pattern.
public sealed interface Compiled {
  /// A pattern that nginx accepts.
  record Valid(Regex regex) implements Compiled {}

  /// A pattern that nginx refuses, with its sentence: `pcre2_compile() failed: missing closing
  /// parenthesis in "^/("`.
  record Invalid(String message) implements Compiled {}

  /// A pattern whose meaning cannot be told here, and why.
  record Unsupported(String reason) implements Compiled {}
}
