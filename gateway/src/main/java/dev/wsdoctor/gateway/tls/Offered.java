package dev.wsdoctor.gateway.tls;

import java.util.Map;
import java.util.stream.Collectors;

/// What a client offers, in the words of `$ssl_ciphers` and `$ssl_curves`; a number for what
/// OpenSSL has no name for.
final class Offered {
  /// The signalling value of RFC 5746, and the suites of TLS 1.3.
  private static final Map<Integer, String> OTHER_SUITES =
      Map.of(
          0x1301, "TLS_AES_128_GCM_SHA256",
          0x1302, "TLS_AES_256_GCM_SHA384",
          0x1303, "TLS_CHACHA20_POLY1305_SHA256",
          0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV");

  /// RFC 8446, 4.2.7.
  private static final Map<Integer, String> CURVES =
      Map.of(
          21, "secp224r1",
          22, "secp256k1",
          23, "prime256v1",
          24, "secp384r1",
          25, "secp521r1",
          29, "X25519",
          30, "X448");

  private Offered() {}

  static String ciphers(ClientHello hello) {
    return hello.suites().stream().map(Offered::cipher).collect(Collectors.joining(":"));
  }

  private static String cipher(int number) {
    String other = OTHER_SUITES.get(number);
    return other == null
        ? CipherString.byNumber(number).map(CipherSuite::name).orElse("0x%04x".formatted(number))
        : other;
  }

  static String curves(ClientHello hello) {
    return hello.groups().stream()
        .map(group -> CURVES.getOrDefault(group, "0x%04x".formatted(group)))
        .collect(Collectors.joining(":"));
  }
}
