package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.Stream;

/// A server of TLS without its certificate or key, beside another server that has them.
final class LostCertificate {
  private static final List<String> NAMES = List.of("ssl_certificate", "ssl_certificate_key");

  private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";

  private LostCertificate() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    if (refusal.says("no proxy_ssl_trusted_certificate")) {
      return refusal.line().map(LostCertificate::trusting);
    }
    return refusal.says("no \"ssl_certificate")
        ? refusal
            .everywhere()
            .filter(server -> server.is("server") && listensForTls(server) && isIncomplete(server))
            .flatMap(server -> completed(refusal, server))
            .limit(1)
        : Stream.of();
  }

  /// Those that the distribution trusts.
  private static Candidate trusting(Directive verify) {
    return new Candidate(
        List.of(Layout.after(verify, List.of("proxy_ssl_trusted_certificate " + BUNDLE + ";"))),
        "say whose certificates of upstreams are trusted; %s are those of Debian and Ubuntu, an authority of your own has another file"
            .formatted(BUNDLE),
        List.of(verify.head()));
  }

  private static boolean listensForTls(Directive server) {
    return server.body("listen").anyMatch(listen -> listen.parameters().contains("ssl"));
  }

  private static boolean isIncomplete(Directive server) {
    return NAMES.stream().anyMatch(name -> server.body(name).findAny().isEmpty());
  }

  private static Stream<Candidate> completed(Refusal refusal, Directive server) {
    return refusal
        .everywhere()
        .filter(other -> other.is("server") && !isIncomplete(other))
        .filter(other -> fits(server, other))
        .limit(1)
        .map(
            other -> {
              List<String> lines =
                  NAMES.stream()
                      .filter(name -> server.body(name).findAny().isEmpty())
                      .flatMap(other::body)
                      .map(line -> line.head().text() + ";")
                      .toList();
              return new Candidate(
                  List.of(Layout.after(last(server), lines)),
                  "name the certificate and key that %s has; see that the certificate is for this host too"
                      .formatted(BlockTitle.withPlace(other)),
                  List.of());
            });
  }

  /// A key belongs to one certificate.
  private static boolean fits(Directive server, Directive other) {
    return server.body("ssl_certificate").findFirst().map(Directive::parameter).stream()
        .allMatch(
            file -> other.body("ssl_certificate").anyMatch(line -> line.parameter().equals(file)));
  }

  private static Directive last(Directive server) {
    return Stream.of("ssl_certificate", "server_name", "listen")
        .flatMap(name -> server.body(name).limit(1))
        .findFirst()
        .orElseThrow();
  }
}
