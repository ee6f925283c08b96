package dev.wsdoctor.gateway.tls;

import java.util.Optional;

/// A request that is answered with 400 because of its client's certificate.
///
/// @param status nginx's own: 495 for a certificate that is not good, 496 for none
/// @param message what nginx writes to its error log at level info
public record CertificateRefusal(int status, String message) {
  private static final int CERTIFICATE_ERROR = 495;
  private static final int NO_CERTIFICATE = 496;

  static Optional<CertificateRefusal> of(ClientVerification.Mode mode, TlsFacts facts) {
    Verdict verdict = facts.clientVerdict();
    boolean passes =
        verdict.isOk()
            || (mode == ClientVerification.Mode.OPTIONAL_NO_CA && verdict.isMissingTrust());
    if (!passes) {
      return Optional.of(
          new CertificateRefusal(
              CERTIFICATE_ERROR,
              "client SSL certificate verify error: (%d:%s)"
                  .formatted(verdict.code(), verdict.text())));
    }
    return mode == ClientVerification.Mode.ON && facts.clientChain().isEmpty()
        ? Optional.of(
            new CertificateRefusal(NO_CERTIFICATE, "client sent no required SSL certificate"))
        : Optional.empty();
  }
}
