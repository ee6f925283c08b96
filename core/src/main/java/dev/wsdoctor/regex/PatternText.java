package dev.wsdoctor.regex;

/// A pattern that is read from left to right, until its end or until something stops the reading.
final class PatternText {
  private final String text;
  private int at;
  private boolean stopped;
  private Translation why = new Translation.Beyond("nothing");

  PatternText(String text) {
    this.text = text;
  }

  boolean hasMore() {
    return !stopped && at < text.length();
  }

  /// The next char, or NUL at the end; NUL in the pattern itself is never translated.
  char peek() {
    return hasMore() ? text.charAt(at) : '\0';
  }

  char next() {
    char c = peek();
    at++;
    return c;
  }

  /// Steps over `expected` if it stands here.
  boolean take(String expected) {
    boolean here = startsWith(expected);
    if (here) {
      at += expected.length();
    }
    return here;
  }

  boolean startsWith(String expected) {
    return !stopped && text.startsWith(expected, at);
  }

  /// The text up to `end`, which is stepped over too; stops the reading where there is none.
  String upTo(String end) {
    int found = text.indexOf(end, at);
    if (stopped || found < 0) {
      beyond("an open \"" + end + "\"");
      return "";
    }
    String taken = text.substring(at, found);
    at = found + end.length();
    return taken;
  }

  int position() {
    return at;
  }

  void skip(int chars) {
    at += chars;
  }

  String text() {
    return text;
  }

  /// Stops the reading at something that is not translated; the first cause counts.
  void beyond(String construct) {
    stop(new Translation.Beyond(construct));
  }

  /// Stops the reading at what PCRE refuses.
  void broken(String message, int offset) {
    stop(new Translation.Broken(Pcre.sentence(text, message, offset)));
  }

  private void stop(Translation cause) {
    if (!stopped) {
      stopped = true;
      why = cause;
    }
  }

  boolean isStopped() {
    return stopped;
  }

  Translation why() {
    return why;
  }
}
