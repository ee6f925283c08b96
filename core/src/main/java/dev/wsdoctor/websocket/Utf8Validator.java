package dev.wsdoctor.websocket;

/// Checks UTF-8 that comes in pieces, a code point cut by a boundary included (RFC 3629, 4).
final class Utf8Validator {
  private int missing;
  private int lowest = 0x80;
  private int highest = 0xbf;
  private boolean broken;

  /// Takes the next bytes; false as soon as they cannot become UTF-8 any more.
  boolean accepts(byte[] bytes) {
    for (int i = 0; i < bytes.length && !broken; i++) {
      int b = bytes[i] & 0xff;
      if (missing == 0) {
        start(b);
      } else {
        follow(b);
      }
    }
    return !broken;
  }

  /// Whether the bytes so far end with a whole code point.
  boolean isComplete() {
    return missing == 0 && !broken;
  }

  /// The second byte's range excludes overlong forms (e0, f0), surrogates (ed) and what lies beyond
  /// U+10FFFF (f4).
  private void start(int b) {
    if (b < 0x80) {
      return;
    }
    if (b >= 0xc2 && b <= 0xdf) {
      expect(1, 0x80, 0xbf);
    } else if (b >= 0xe0 && b <= 0xef) {
      expect(2, b == 0xe0 ? 0xa0 : 0x80, b == 0xed ? 0x9f : 0xbf);
    } else if (b >= 0xf0 && b <= 0xf4) {
      expect(3, b == 0xf0 ? 0x90 : 0x80, b == 0xf4 ? 0x8f : 0xbf);
    } else {
      broken = true;
    }
  }

  private void follow(int b) {
    broken = b < lowest || b > highest;
    expect(missing - 1, 0x80, 0xbf);
  }

  private void expect(int bytes, int from, int to) {
    missing = bytes;
    lowest = from;
    highest = to;
  }
}
