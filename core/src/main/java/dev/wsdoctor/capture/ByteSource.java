package dev.wsdoctor.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/// Takes exact amounts from a stream and knows where it stands. An amount that is not there whole
/// is an empty buffer, and [#isCut] tells a file that ends there from one that ends within it.
final class ByteSource {
  private static final int STEP_BYTES = 8_192;

  private final InputStream in;
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private long position;
  private boolean cut;

  ByteSource(InputStream in) {
    this.in = in;
  }

  void order(ByteOrder order) {
    this.order = order;
  }

  ByteOrder order() {
    return order;
  }

  /// How many bytes have been taken.
  long position() {
    return position;
  }

  /// Whether the stream ended within what was asked for.
  boolean isCut() {
    return cut;
  }

  /// Exactly `count` bytes, or none at the end.
  ByteBuffer take(int count) throws IOException {
    byte[] bytes = readable(count);
    position += bytes.length;
    if (bytes.length < count) {
      cut |= bytes.length > 0;
      return ByteBuffer.allocate(0);
    }
    return ByteBuffer.wrap(bytes).order(order);
  }

  /// A compressed file that is cut or damaged ends there.
  private byte[] readable(int count) throws IOException {
    try {
      return in.readNBytes(count);
    } catch (EOFException | ZipException _) {
      cut = true;
      return new byte[0];
    }
  }

  /// Passes over `count` bytes; false when the stream ends before.
  boolean skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int step = (int) Math.min(STEP_BYTES, left);
      if (!take(step).hasRemaining()) {
        cut = true;
        return false;
      }
      left -= step;
    }
    return true;
  }
}
