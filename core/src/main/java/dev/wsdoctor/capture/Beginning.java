package dev.wsdoctor.capture;

import java.nio.charset.StandardCharsets;

/// Counts bytes and keeps the first few.
final class Beginning {
  private static final int MOST_BYTES = 512;

  private final StringBuilder kept = new StringBuilder();
  private long length;

  void add(byte[] bytes, int from, int count) {
    int more = Math.min(count, MOST_BYTES - kept.length());
    if (more > 0 && length == kept.length()) {
      kept.append(new String(bytes, from, more, StandardCharsets.ISO_8859_1));
    }
    length += count;
  }

  void skip(long count) {
    length += count;
  }

  long length() {
    return length;
  }

  /// One char per byte.
  String text() {
    return kept.toString();
  }

  Sighting as(String what) {
    return new Sighting.Other(what, length, text());
  }
}
