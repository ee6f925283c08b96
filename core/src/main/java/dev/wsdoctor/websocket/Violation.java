package dev.wsdoctor.websocket;

/// A requirement that the peer broke, in a sentence that names what was expected and what came.
public record Violation(Requirement requirement, String sentence) {
  /// Whether the reader set this limit for itself, so that the peer has done nothing wrong.
  public boolean isOwnLimit() {
    return requirement == Requirement.MESSAGE_FITS;
  }

  /// The sentence with its clause: `expected ... but ... (RFC 6455, 4.1)`.
  @Override
  public String toString() {
    return sentence + " (" + requirement.clause() + ")";
  }
}
