package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.stream.Stream;

/// A list of ciphers of which OpenSSL knows none; without it nginx's own list holds, and TLS 1.3
/// has its suites anyway.
final class LostCiphers {
  private LostCiphers() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.says("SSL_CTX_set_cipher_list")
        ? refusal
            .line()
            .map(
                line ->
                    new Candidate(
                        Layout.remove(line),
                        "take %s out: no word of it is a cipher of TLS 1.2, and the suites of TLS 1.3 are on by themselves"
                            .formatted(line.name())))
        : Stream.of();
  }
}
