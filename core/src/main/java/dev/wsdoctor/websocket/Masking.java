package dev.wsdoctor.websocket;

/// The XOR of client frames (RFC 6455, 5.3).
final class Masking {
  private Masking() {}

  /// Masks or unmasks in place; `position` is where in the payload the bytes stand.
  static void apply(int key, byte[] bytes, long position) {
    for (int i = 0; i < bytes.length; i++) {
      int shift = 24 - 8 * (int) (position + i & 3);
      bytes[i] ^= (byte) (key >>> shift);
    }
  }
}
