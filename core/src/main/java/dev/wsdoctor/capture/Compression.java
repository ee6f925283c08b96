package dev.wsdoctor.capture;

/// Whether compressed messages of one side can be read: each refers to those before it when the
/// context is kept (RFC 7692, 7.1.1), so one that was lost takes the later ones with it.
final class Compression {
  private final boolean keepsContext;
  private String trouble = "";

  Compression(boolean keepsContext) {
    this.keepsContext = keepsContext;
  }

  void lose(String why) {
    if (keepsContext && trouble.isEmpty()) {
      trouble = "not to be decompressed: " + why;
    }
  }

  boolean isLost() {
    return !trouble.isEmpty();
  }

  /// Why a message cannot be read now; empty when it can.
  String trouble() {
    return trouble;
  }
}
