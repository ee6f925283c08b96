package dev.wsdoctor.regex;

/// A PCRE pattern as seen from java.util.regex.
sealed interface Translation {
  /// It means the same there.
  record Same(JavaPattern java) implements Translation {}

  /// It has constructs that the two engines treat alike by test rather than by definition: PCRE is
  /// preferred.
  record Close(JavaPattern java) implements Translation {}

  /// PCRE refuses it, with nginx's sentence.
  record Broken(String message) implements Translation {}

  /// It has a construct that is not translated.
  record Beyond(String construct) implements Translation {}
}
