package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.sandbox.Confirmation;
import dev.wsdoctor.sandbox.NginxBinary;
import java.util.Optional;

/// Holds a mend against a private copy of nginx before it is offered, beside the unmended one.
final class Proof {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final String MISSING = "No such file or directory";
  private static final String UNCONFIRMED = "the prediction alone; not confirmed in a sandbox: ";

  private final Prediction broken;
  private final Prediction mended;
  private final NginxBinary program;

  Proof(Prediction broken, Prediction mended, NginxBinary program) {
    this.broken = broken;
    this.mended = mended;
    this.program = program;
  }

  /// A mend that no program here can be asked about.
  static Mend without(Mend mend, String why) {
    return mend.provedBy(UNCONFIRMED + why);
  }

  /// The mend with its proof; without its patches if nginx does not do with them what was
  /// predicted.
  Mend of(Mend mend) {
    Confirmation before = Confirmed.confirm(broken, program);
    return switch (answered(Confirmed.confirm(mended, program))) {
      case Confirmation.NotConfirmable(String why) -> without(mend, why);
      case Confirmation.DoesNotLoad(ConfigurationError error) ->
          isMissingAnyway(error, before)
              ? without(mend, "nginx lacks here what the file needs: " + error)
              : mend.disprovedBy(
                  "%s refuses the mended file: %s".formatted(program.title(), error));
      case Confirmation.Ran ran -> judge(mend, before, ran);
    };
  }

  /// Whether nginx lets the mended configuration do what is predicted of it.
  boolean stands() {
    return switch (answered(Confirmed.confirm(mended, program))) {
      case Confirmation.NotConfirmable _ -> true;
      case Confirmation.DoesNotLoad(ConfigurationError error) -> error.message().contains(MISSING);
      case Confirmation.Ran ran -> !opens() || ran.status() == SWITCHING_PROTOCOLS;
    };
  }

  /// A machine under load may not answer in time once.
  private Confirmation answered(Confirmation first) {
    return first instanceof Confirmation.Ran ran && ran.answer().isEmpty() && opens()
        ? Confirmed.confirm(mended, program)
        : first;
  }

  /// What is not on this machine says nothing about the mend, unless the file loaded without it.
  private static boolean isMissingAnyway(ConfigurationError error, Confirmation before) {
    return error.message().contains(MISSING) && !(before instanceof Confirmation.Ran);
  }

  private Mend judge(Mend mend, Confirmation before, Confirmation.Ran ran) {
    String sentence =
        "a private copy of %s %s to the handshake".formatted(program.title(), words(ran));
    if (opens() && ran.status() != SWITCHING_PROTOCOLS) {
      return mend.disprovedBy(
          sentence + " after the change that was planned, so it is not offered");
    }
    Optional<Outlook> seen =
        mend.outlook()
            .map(
                outlook ->
                    outlook.seen(
                        "; %s %s".formatted(program.title(), words(before)),
                        "; %s %s".formatted(program.title(), words(ran))));
    return seen.map(mend::expecting).orElse(mend).provedBy(sentence);
  }

  private static String words(Confirmation confirmation) {
    return switch (confirmation) {
      case Confirmation.NotConfirmable _ -> "could not be asked";
      case Confirmation.DoesNotLoad _ -> "refuses the file";
      case Confirmation.Ran ran ->
          ran.answer().isPresent()
              ? "answers " + ran.status()
              : "gives no answer (" + ran.trouble() + ")";
    };
  }

  private boolean opens() {
    return mended.subject().target().webSocket()
        && mended.subject().hops().stream()
            .allMatch(hop -> hop.decision().outcome() instanceof Outcome.Proxied)
        && !mended.hasError();
  }
}
