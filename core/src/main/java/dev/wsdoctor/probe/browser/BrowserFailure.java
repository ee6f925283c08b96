package dev.wsdoctor.probe.browser;

/// The browser itself does not do what it is there for; the message says what to do.
final class BrowserFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final String sentence;

  BrowserFailure(String message) {
    super(message);
    this.sentence = message;
  }

  String sentence() {
    return sentence;
  }
}
