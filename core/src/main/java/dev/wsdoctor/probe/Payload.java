package dev.wsdoctor.probe;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The bytes of long messages: the letter a, over and over, which is text and binary alike.
final class Payload {
  /// A multiple of four, so that each piece is masked alike (RFC 6455, 5.3).
  static final int PIECE_BYTES = 64 * 1024;

  private Payload() {}

  static byte[] masked(int key) {
    byte[] mask = ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
    byte[] piece = new byte[PIECE_BYTES];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) ('a' ^ mask[i % mask.length]);
    }
    return piece;
  }

  static byte[] first(byte[] piece, int size) {
    return size == piece.length ? piece : Arrays.copyOf(piece, size);
  }
}
