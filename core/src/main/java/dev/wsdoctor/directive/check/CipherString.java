package dev.wsdoctor.directive.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A list of ciphers (`SSL_CTX_set_cipher_list`): OpenSSL passes over what it does not know, and
/// refuses a list of which no cipher is left. Suites of TLS 1.3 are set elsewhere, so that it knows
/// none of them here.
///
/// What some OpenSSL knows or has known is never called unknown: which ciphers one has depends on
/// its version and on how it was built.
final class CipherString {
  private static final Set<String> OF_TLS_1_3 =
      Set.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_AES_128_CCM_SHA256",
          "TLS_AES_128_CCM_8_SHA256");

  private static final Set<String> WORDS =
      words(
          """
          ALL COMPLEMENTOFALL COMPLEMENTOFDEFAULT DEFAULT HIGH MEDIUM LOW EXP EXPORT EXPORT40 EXPORT56 FIPS
          kRSA aRSA RSA kEDH kDHE EDH DHE DH kDH kDHr kDHd aDH kEECDH kECDHE EECDH ECDHE ECDH kECDH kECDHr kECDHe
          aECDH aDSS DSS aECDSA ECDSA aNULL ADH AECDH eNULL NULL PSK kPSK aPSK kRSAPSK kDHEPSK kECDHEPSK SRP kSRP
          aSRP KRB5 kKRB5 aKRB5 FZA kFZA aFZA GOST kGOST aGOST aGOST01 aGOST12 kGOST18 GOST94 GOST89MAC GOST12
          DES 3DES RC4 RC2 IDEA SEED AES AES128 AES256 AESGCM AESCCM AESCCM8 CAMELLIA CAMELLIA128 CAMELLIA256
          CHACHA20 ARIA ARIA128 ARIA256 ARIAGCM CBC MD5 SHA SHA1 SHA256 SHA384
          SSLv2 SSLv3 TLSv1 TLSv1.0 TLSv1.1 TLSv1.2 SUITEB128 SUITEB128ONLY SUITEB128C2 SUITEB192
          """);

  /// What the names of ciphers are made of besides: `DES-CBC3-SHA`, `ECDHE-RSA-AES128-GCM-SHA256`.
  private static final Set<String> PARTS =
      words(
          "GCM CCM CCM8 POLY1305 CBC3 EDE EXP1024 RC4 40 56 64 128 GOST2001 GOST2012 GOST89 IANA");

  private CipherString() {}

  private static Set<String> words(String text) {
    return Set.copyOf(Arrays.asList(text.strip().split("\\s+")));
  }

  /// What OpenSSL says of it.
  static Optional<String> problem(String written) {
    List<String> adding =
        Arrays.stream(written.split("[:,; @]+"))
            .filter(word -> !word.isEmpty() && "!-+".indexOf(word.charAt(0)) < 0)
            .filter(word -> !word.startsWith("SECLEVEL=") && !word.equals("STRENGTH"))
            .toList();
    return !adding.isEmpty() && adding.stream().noneMatch(CipherString::mayBeKnown)
        ? Optional.of(
            "SSL_CTX_set_cipher_list(\"%s\") failed (SSL: error:0A0000B9:SSL routines::no cipher match)"
                .formatted(written))
        : Optional.empty();
  }

  /// A name of the registry of IANA is known to OpenSSL from 3.2 on, `PROFILE=SYSTEM` to that of
  /// Red Hat.
  private static boolean mayBeKnown(String word) {
    boolean elsewhere = word.contains("=") || word.contains("_WITH_") || word.contains("$");
    return elsewhere
        || (!OF_TLS_1_3.contains(word)
            && Arrays.stream(word.split("\\+")).allMatch(CipherString::isKnown));
  }

  private static boolean isKnown(String word) {
    return WORDS.contains(word)
        || Arrays.stream(word.split("-"))
            .allMatch(part -> WORDS.contains(part) || PARTS.contains(part));
  }
}
