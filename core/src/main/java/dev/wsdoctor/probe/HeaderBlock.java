package dev.wsdoctor.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// As much of HPACK (RFC 7541) as one request and the status of its answer need.
final class HeaderBlock {
  /// Index 8 to 14 of the static table (appendix A).
  private static final int[] STATUSES = {200, 204, 206, 304, 400, 404, 500};

  private static final int FIRST_STATUS = 8;
  private static final int LAST_STATUS = 14;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A literal field without indexing and without Huffman codes (6.2.2); short ones only.
  HeaderBlock with(String name, String value) {
    out.write(0);
    string(name);
    string(value);
    return this;
  }

  private void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int rest = bytes.length - 127;
    out.write(Math.min(bytes.length, 127));
    if (rest >= 0) {
      while (rest >= 128) {
        out.write(rest % 128 + 128);
        rest /= 128;
      }
      out.write(rest);
    }
    out.writeBytes(bytes);
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /// The same, one char per byte.
  String text() {
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /// The status of an answer, which is its first field (RFC 9113, 8.3); a change of the table's
  /// size may stand before it.
  static OptionalInt status(byte[] block) {
    int at = behindSizeUpdates(block);
    if (at >= block.length) {
      return OptionalInt.empty();
    }
    int first = block[at] & 0xff;
    if (first >= 0x80) {
      return indexed(first & 0x7f);
    }
    int name = first >= 0x40 ? first & 0x3f : first & 0x0f;
    return isStatus(name) ? literal(block, at + 1) : OptionalInt.empty();
  }

  /// Their number has a prefix of five bits; when all are set, more bytes follow (5.1).
  private static int behindSizeUpdates(byte[] block) {
    int at = 0;
    while (at < block.length && (block[at] & 0xe0) == 0x20) {
      boolean more = (block[at] & 0x1f) == 0x1f;
      at++;
      while (more && at < block.length) {
        more = (block[at] & 0x80) != 0;
        at++;
      }
    }
    return at;
  }

  private static boolean isStatus(int index) {
    return index >= FIRST_STATUS && index <= LAST_STATUS;
  }

  private static OptionalInt indexed(int index) {
    return isStatus(index) ? OptionalInt.of(STATUSES[index - FIRST_STATUS]) : OptionalInt.empty();
  }

  private static OptionalInt literal(byte[] block, int at) {
    int length = block.length > at ? block[at] & 0x7f : 0;
    if (length == 0 || length > 3 || at + 1 + length > block.length) {
      return OptionalInt.empty();
    }
    String digits =
        (block[at] & 0x80) == 0
            ? new String(block, at + 1, length, StandardCharsets.ISO_8859_1)
            : huffmanDigits(block, at + 1, length);
    return digits.matches("[1-5][0-9]{2}")
        ? OptionalInt.of(Integer.parseInt(digits))
        : OptionalInt.empty();
  }

  /// Digits have codes of five bits (0 to 2: their value) or six (3 to 9: 25 to 31), and ones fill
  /// the last byte (appendix B).
  private static String huffmanDigits(byte[] block, int from, int length) {
    StringBuilder bits = new StringBuilder();
    for (int i = from; i < from + length; i++) {
      bits.append(Integer.toBinaryString((block[i] & 0xff) | 0x100), 1, 9);
    }
    StringBuilder digits = new StringBuilder();
    int at = 0;
    while (digits.length() < 3 && at + 5 <= bits.length()) {
      int five = Integer.parseInt(bits.substring(at, at + 5), 2);
      if (five <= 2) {
        digits.append(five);
        at += 5;
      } else if (at + 6 <= bits.length()) {
        digits.append(Integer.parseInt(bits.substring(at, at + 6), 2) - 22);
        at += 6;
      } else {
        return "";
      }
    }
    return digits.toString();
  }
}
