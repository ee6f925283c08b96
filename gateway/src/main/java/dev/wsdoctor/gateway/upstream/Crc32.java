package dev.wsdoctor.gateway.upstream;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// The checksum that nginx hashes with, of text with one char per byte.
final class Crc32 {
  private Crc32() {}

  static long of(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return crc.getValue();
  }
}
