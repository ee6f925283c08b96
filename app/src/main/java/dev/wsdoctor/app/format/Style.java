package dev.wsdoctor.app.format;

/// How a piece of text stands out on a terminal. Without colour nothing is lost: every mark is also
/// a word or a sign.
enum Style {
  PLAIN(""),
  BOLD("\033[1m"),
  RED("\033[31m"),
  GREEN("\033[32m"),
  YELLOW("\033[33m"),
  FAINT("\033[2m");

  private static final String RESET = "\033[0m";

  private final String start;

  Style(String start) {
    this.start = start;
  }

  String around(String text) {
    return start.isEmpty() || text.isEmpty() ? text : start + text + RESET;
  }
}
