package dev.wsdoctor.junit;

/// The configuration of a test does not run; the message says why and what to do.
final class NotStarted extends AssertionError {
  private static final long serialVersionUID = 1;

  NotStarted(String message) {
    super(message);
  }
}
