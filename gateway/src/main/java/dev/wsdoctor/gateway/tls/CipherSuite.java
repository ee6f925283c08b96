package dev.wsdoctor.gateway.tls;

import java.util.List;

/// A cipher suite of TLS 1.2 and before, with the words of OpenSSL for its parts.
///
/// @param number as in the ClientHello
/// @param name that of OpenSSL, which `ssl_ciphers` and `$ssl_cipher` speak
/// @param standardName that of IANA and Java
/// @param since the protocol that it came with: `SSLv3`, `TLSv1`, `TLSv1.2`
record CipherSuite(
    int number,
    String name,
    String standardName,
    String since,
    String keyExchange,
    String authentication,
    String encryption,
    String mac,
    boolean usual) {
  /// Those of TLS 1.3, which no directive of nginx chooses among.
  static final List<String> TLS_1_3 =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");

  /// From a row of `ciphers.tsv`.
  static CipherSuite of(String row) {
    String[] column = row.split("\t", -1);
    return new CipherSuite(
        Integer.parseInt(column[0], 16),
        column[1],
        column[2],
        column[3],
        column[4],
        column[5],
        column[6],
        column[7],
        column[8].equals("yes"));
  }

  boolean isAnonymous() {
    return authentication.equals("None");
  }

  boolean isAuthenticated() {
    return !isAnonymous();
  }

  /// The cipher without its bits: `AESGCM`.
  String cipher() {
    return encryption.substring(0, encryption.indexOf('('));
  }

  /// Bits of the key.
  int strength() {
    return Integer.parseInt(
        encryption.substring(encryption.indexOf('(') + 1, encryption.length() - 1));
  }
}
