package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.sandbox.Confirmation;
import dev.wsdoctor.sandbox.NginxBinary;

/// Holds a mend against a private copy of nginx before it is offered.
final class Proof {
  private static final int SWITCHING_PROTOCOLS = 101;

  private Proof() {}

  /// The mend with its proof; without its patches if nginx does not do with them what was
  /// predicted.
  static Mend of(Mend mend, Prediction mended, NginxBinary program) {
    return switch (Confirmed.confirm(mended, program)) {
      case Confirmation.NotConfirmable _ -> mend;
      case Confirmation.DoesNotLoad(ConfigurationError error) ->
          dependsOnFiles(error)
              ? mend
              : mend.disprovedBy(
                  "nginx %s refuses the mended file: %s".formatted(program.version(), error));
      case Confirmation.Ran ran -> judge(mend, mended, program, ran);
    };
  }

  /// What is not on this machine says nothing about the mend.
  private static boolean dependsOnFiles(ConfigurationError error) {
    return error.message().contains("No such file or directory");
  }

  private static Mend judge(
      Mend mend, Prediction mended, NginxBinary program, Confirmation.Ran ran) {
    String sentence =
        "a private copy of nginx %s answers %d to the handshake"
            .formatted(program.version(), ran.status());
    boolean expected =
        !opens(mended) || ran.status() == SWITCHING_PROTOCOLS || ran.answer().isEmpty();
    return expected
        ? mend.provedBy(sentence)
        : mend.disprovedBy(sentence + " after the change that was planned, so it is not offered");
  }

  private static boolean opens(Prediction mended) {
    return mended.subject().target().webSocket()
        && mended.subject().hops().stream()
            .allMatch(hop -> hop.decision().outcome() instanceof Outcome.Proxied)
        && !mended.hasError();
  }
}
