package dev.wsdoctor.gateway.proxyprotocol;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The type-length-value fields of version 2, by nginx's names (`ngx_proxy_protocol_tlv_entries`).
final class Extras {
  private static final int SSL = 0x20;
  private static final int SSL_FIXED_BYTES = 5;
  private static final int HEAD = 3;

  private static final Map<String, Integer> NAMES =
      Map.of("alpn", 0x01, "authority", 0x02, "unique_id", 0x05, "ssl", SSL, "netns", 0x30);

  /// Inside of `ssl`.
  private static final Map<String, Integer> SSL_NAMES =
      Map.of(
          "ssl_version", 0x21,
          "ssl_cn", 0x22,
          "ssl_cipher", 0x23,
          "ssl_sig_alg", 0x24,
          "ssl_key_alg", 0x25);

  private Extras() {}

  /// Fields that are cut short end the list.
  static Map<Integer, String> read(String bytes) {
    Map<Integer, String> extras = new HashMap<>();
    int at = 0;
    while (at + HEAD <= bytes.length()) {
      int length = (bytes.charAt(at + 1) << 8) | bytes.charAt(at + 2);
      int end = at + HEAD + length;
      if (end > bytes.length()) {
        return extras;
      }
      extras.putIfAbsent((int) bytes.charAt(at), bytes.substring(at + HEAD, end));
      at = end;
    }
    return extras;
  }

  static Optional<String> find(String name, Map<Integer, String> extras) {
    Integer inSsl = SSL_NAMES.get(name);
    if (inSsl != null) {
      return Optional.ofNullable(extras.get(SSL))
          .filter(ssl -> ssl.length() > SSL_FIXED_BYTES)
          .map(ssl -> read(ssl.substring(SSL_FIXED_BYTES)).get(inSsl));
    }
    return number(name).map(extras::get);
  }

  private static Optional<Integer> number(String name) {
    if (name.matches("0x[0-9a-fA-F]{1,2}")) {
      return Optional.of(Integer.parseInt(name.substring(2), 16));
    }
    return Optional.ofNullable(NAMES.get(name));
  }

  /// One char per byte.
  static String chars(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
