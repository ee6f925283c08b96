package dev.wsdoctor.gateway.command;

import java.nio.charset.StandardCharsets;

/// Arguments come as text; configurations and messages have one char per byte.
final class Bytes {
  private Bytes() {}

  static String asChars(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  static byte[] of(String chars) {
    return chars.getBytes(StandardCharsets.ISO_8859_1);
  }
}
