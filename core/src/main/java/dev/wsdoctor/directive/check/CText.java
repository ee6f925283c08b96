package dev.wsdoctor.directive.check;

/// Text as C's functions see it, where nginx uses them.
final class CText {
  private CText() {}

  /// Up to a NUL byte.
  static String of(String text) {
    int nul = text.indexOf('\0');
    return nul < 0 ? text : text.substring(0, nul);
  }
}
