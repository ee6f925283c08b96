package dev.wsdoctor.gateway.tls;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which of a server's certificates a client gets (`tls_choose_sigalg` and `ssl3_choose_cipher` of
/// OpenSSL): with TLS 1.3 the first signature scheme decides for which there is a certificate,
/// before it the first cipher suite.
final class JdkCertificateChoice {
  private JdkCertificateChoice() {}

  /// The place in `identities`.
  static int choose(
      List<Identity> identities, ServerTls settings, boolean tls13, ClientHello hello) {
    if (identities.size() < 2) {
      return 0;
    }
    Stream<String> wanted =
        tls13 && hello.offersTls13()
            ? hello.signatures().stream().flatMap(scheme -> ofScheme(scheme).stream())
            : suites(settings, hello).flatMap(suite -> ofSuite(suite).stream());
    return wanted.flatMap(algorithm -> place(identities, algorithm).stream()).findFirst().orElse(0);
  }

  /// The suites that both have, in the order of the one who decides.
  private static Stream<CipherSuite> suites(ServerTls settings, ClientHello hello) {
    return settings.prefersOwnCiphers()
        ? settings.ciphers().stream().filter(suite -> hello.suites().contains(suite.number()))
        : hello.suites().stream()
            .flatMap(
                number -> settings.ciphers().stream().filter(suite -> suite.number() == number));
  }

  private static Optional<Integer> place(List<Identity> identities, String algorithm) {
    for (int i = 0; i < identities.size(); i++) {
      if (identities.get(i).algorithm().equals(algorithm)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /// RFC 8446, 4.2.3, as far as TLS 1.3 signs handshakes with them.
  private static Optional<String> ofScheme(int scheme) {
    return switch (scheme) {
      case 0x0403, 0x0503, 0x0603 -> Optional.of("EC");
      case 0x0804, 0x0805, 0x0806 -> Optional.of("RSA");
      case 0x0807, 0x0808 -> Optional.of("EdDSA");
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofSuite(CipherSuite suite) {
    return switch (suite.authentication()) {
      case "ECDSA" -> Optional.of("EC");
      case "RSA" -> Optional.of("RSA");
      default -> Optional.empty();
    };
  }
}
