package dev.wsdoctor.capture;

/// Finds the end of a chunked body (RFC 9112, 7.1). What breaks the grammar goes on to the end of
/// the connection.
final class ChunkedBody {
  private static final int MOST_DIGITS = 15;

  private enum At {
    SIZE,
    EXTENSION,
    DATA,
    DATA_END,
    TRAILER,
    TRAILER_LINE,
    COMPLETE
  }

  private At at = At.SIZE;
  private long size;
  private int digits;

  boolean isComplete() {
    return at == At.COMPLETE;
  }

  /// How many of these bytes belong to it.
  int take(byte[] bytes, int from, int to) {
    int next = from;
    while (next < to && at != At.COMPLETE) {
      if (at == At.DATA) {
        int count = (int) Math.min(size, to - next);
        size -= count;
        next += count;
        at = size == 0 ? At.DATA_END : At.DATA;
      } else {
        step(bytes[next++]);
      }
    }
    return next - from;
  }

  private void step(byte b) {
    switch (at) {
      case SIZE -> size(b);
      case EXTENSION -> at = b == '\n' ? sized() : At.EXTENSION;
      case DATA_END -> at = b == '\n' ? At.SIZE : At.DATA_END;
      case TRAILER -> at = b == '\n' ? At.COMPLETE : b == '\r' ? At.TRAILER : At.TRAILER_LINE;
      case TRAILER_LINE -> at = b == '\n' ? At.TRAILER : At.TRAILER_LINE;
      case DATA, COMPLETE -> throw new IllegalStateException("take knows these");
    }
  }

  private void size(byte b) {
    int digit = Character.digit(b, 16);
    if (digit >= 0 && digits < MOST_DIGITS) {
      size = size * 16 + digit;
      digits++;
    } else if (b == '\n') {
      at = sized();
    } else {
      at = At.EXTENSION;
    }
  }

  private At sized() {
    digits = 0;
    return size == 0 ? At.TRAILER : At.DATA;
  }
}
