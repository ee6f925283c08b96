package dev.wsdoctor.gateway.tls;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The words of a cipher string that stand for many suites (`cipher_aliases` of OpenSSL 3.0's
/// ssl_ciph.c). Suites without encryption stand for nothing: no library here has them.
final class CipherAliases {
  private static final Map<String, Predicate<CipherSuite>> ALIASES =
      Map.ofEntries(
          entry("ALL", _ -> true),
          entry("COMPLEMENTOFALL", _ -> false),
          entry("COMPLEMENTOFDEFAULT", suite -> !suite.usual()),
          entry("HIGH", _ -> true),
          entry("FIPS", suite -> plainAes(suite) && !suite.keyExchange().equals("SRP")),
          entry("NULL", _ -> false),
          entry("eNULL", _ -> false),
          entry("kRSA", keyExchange("RSA")),
          entry("kDHE", keyExchange("DH")),
          entry("kEDH", keyExchange("DH")),
          entry("DH", keyExchange("DH")),
          entry("kECDHE", keyExchange("ECDH")),
          entry("kEECDH", keyExchange("ECDH")),
          entry("ECDH", keyExchange("ECDH")),
          entry("kPSK", keyExchange("PSK")),
          entry("kRSAPSK", keyExchange("RSAPSK")),
          entry("kECDHEPSK", keyExchange("ECDHEPSK")),
          entry("kDHEPSK", keyExchange("DHEPSK")),
          entry("kSRP", keyExchange("SRP")),
          entry("SRP", keyExchange("SRP")),
          entry("PSK", suite -> suite.keyExchange().endsWith("PSK")),
          entry("aRSA", authentication("RSA")),
          entry("aDSS", authentication("DSS")),
          entry("DSS", authentication("DSS")),
          entry("aECDSA", authentication("ECDSA")),
          entry("ECDSA", authentication("ECDSA")),
          entry("aPSK", authentication("PSK")),
          entry("aSRP", authentication("SRP")),
          entry("aNULL", CipherSuite::isAnonymous),
          entry("DHE", keyExchange("DH").and(CipherSuite::isAuthenticated)),
          entry("EDH", keyExchange("DH").and(CipherSuite::isAuthenticated)),
          entry("ECDHE", keyExchange("ECDH").and(CipherSuite::isAuthenticated)),
          entry("EECDH", keyExchange("ECDH").and(CipherSuite::isAuthenticated)),
          entry("ADH", keyExchange("DH").and(CipherSuite::isAnonymous)),
          entry("AECDH", keyExchange("ECDH").and(CipherSuite::isAnonymous)),
          entry("RSA", keyExchange("RSA").and(authentication("RSA"))),
          entry("AES", suite -> suite.cipher().startsWith("AES")),
          entry("AES128", suite -> suite.cipher().startsWith("AES") && suite.strength() == 128),
          entry("AES256", suite -> suite.cipher().startsWith("AES") && suite.strength() == 256),
          entry("AESGCM", cipher("AESGCM")),
          entry("AESCCM", suite -> suite.cipher().startsWith("AESCCM")),
          entry("AESCCM8", cipher("AESCCM8")),
          entry("CAMELLIA", cipher("Camellia")),
          entry("CAMELLIA128", suite -> suite.encryption().equals("Camellia(128)")),
          entry("CAMELLIA256", suite -> suite.encryption().equals("Camellia(256)")),
          entry("CHACHA20", cipher("CHACHA20/POLY1305")),
          entry("ARIA", cipher("ARIAGCM")),
          entry("ARIAGCM", cipher("ARIAGCM")),
          entry("ARIA128", suite -> suite.encryption().equals("ARIAGCM(128)")),
          entry("ARIA256", suite -> suite.encryption().equals("ARIAGCM(256)")),
          entry("MD5", mac("MD5")),
          entry("SHA", mac("SHA1")),
          entry("SHA1", mac("SHA1")),
          entry("SHA256", mac("SHA256")),
          entry("SHA384", mac("SHA384")),
          entry("SSLv3", since("SSLv3")),
          entry("TLSv1", since("TLSv1")),
          entry("TLSv1.0", since("TLSv1")),
          entry("TLSv1.2", since("TLSv1.2")));

  private CipherAliases() {}

  /// What an alias stands for; a word that OpenSSL knows for suites which it no longer has stands
  /// for none, as one that it does not know.
  static Optional<Predicate<CipherSuite>> find(String alias) {
    return Optional.ofNullable(ALIASES.get(alias));
  }

  private static boolean plainAes(CipherSuite suite) {
    return suite.cipher().equals("AES") || suite.cipher().equals("AESGCM");
  }

  private static Predicate<CipherSuite> keyExchange(String name) {
    return suite -> suite.keyExchange().equals(name);
  }

  private static Predicate<CipherSuite> authentication(String name) {
    return suite -> suite.authentication().equals(name);
  }

  private static Predicate<CipherSuite> cipher(String name) {
    return suite -> suite.cipher().equals(name);
  }

  private static Predicate<CipherSuite> mac(String name) {
    return suite -> suite.mac().equals(name);
  }

  private static Predicate<CipherSuite> since(String name) {
    return suite -> suite.since().equals(name);
  }
}
