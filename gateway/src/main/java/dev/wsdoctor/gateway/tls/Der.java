package dev.wsdoctor.gateway.tls;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One element of DER (X.690): its tag and its content. As much as the forms of private keys need.
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  private static final int LONG_FORM = 0x80;
  private static final int MAX_LENGTH_BYTES = 4;

  private final int tag;
  private final byte[] content;

  Der(int tag, byte[] content) {
    this.tag = tag;
    this.content = content;
  }

  private record Read(Der element, int end) {}

  /// The element at the start; nothing if the bytes end before it does.
  static Optional<Der> first(byte[] bytes) {
    return read(bytes, 0).map(Read::element);
  }

  /// The elements inside; nothing if they do not fill the content.
  Optional<List<Der>> inner() {
    List<Der> inner = new ArrayList<>();
    int at = 0;
    while (at < content.length) {
      Optional<Read> next = read(content, at);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      inner.add(next.get().element());
      at = next.get().end();
    }
    return Optional.of(inner);
  }

  private static Optional<Read> read(byte[] bytes, int start) {
    if (start + 2 > bytes.length) {
      return Optional.empty();
    }
    int tag = bytes[start] & 0xff;
    int length = bytes[start + 1] & 0xff;
    int at = start + 2;
    if (length >= LONG_FORM) {
      int count = length - LONG_FORM;
      if (count == 0 || count > MAX_LENGTH_BYTES || at + count > bytes.length) {
        return Optional.empty();
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = (length << 8) | (bytes[at++] & 0xff);
      }
    }
    if (length < 0 || length > bytes.length - at) {
      return Optional.empty();
    }
    return Optional.of(
        new Read(new Der(tag, Arrays.copyOfRange(bytes, at, at + length)), at + length));
  }

  static Der sequence(Der... inner) {
    var out = new ByteArrayOutputStream();
    for (Der element : inner) {
      out.writeBytes(element.encoded());
    }
    return new Der(SEQUENCE, out.toByteArray());
  }

  byte[] encoded() {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    writeLength(out);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private void writeLength(ByteArrayOutputStream out) {
    if (content.length < LONG_FORM) {
      out.write(content.length);
      return;
    }
    int count = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
    out.write(LONG_FORM | count);
    for (int i = count - 1; i >= 0; i--) {
      out.write(content.length >>> (8 * i));
    }
  }

  boolean is(int expected) {
    return tag == expected;
  }

  byte[] content() {
    return content;
  }
}
