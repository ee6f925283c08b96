package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.sandbox.NginxBinary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds the fixes of a report to what they promise: one after which the cause is still there, or
/// another has come, becomes advice. The foremost is tried under nginx too, where one is here.
final class Offers {
  private final Prediction broken;
  private final Mend.Retrial retrial;
  private final Optional<NginxBinary> program;

  Offers(Prediction broken, Mend.Retrial retrial, Optional<NginxBinary> program) {
    this.broken = broken;
    this.retrial = retrial;
    this.program = program;
  }

  Prediction proved() {
    List<Finding> causes = new ArrayList<>();
    for (Finding cause : broken.causes()) {
      boolean offered = cause.fix().filter(fix -> !fix.edits().isEmpty()).isPresent();
      causes.add(offered && !isProved(cause, causes.isEmpty()) ? withoutEdits(cause) : cause);
    }
    return broken.knowing(causes);
  }

  private boolean isProved(Finding cause, boolean foremost) {
    Optional<Prediction> after = new Mender(broken, retrial).after(cause);
    if (after.isEmpty()) {
      return false;
    }
    Optional<NginxBinary> asked = foremost ? program : Optional.empty();
    return asked.map(nginx -> new Proof(broken, after.get(), nginx).stands()).orElse(true);
  }

  private static Finding withoutEdits(Finding cause) {
    String advice = cause.fix().map(Fix::advice).orElseThrow();
    return cause.mendedBy(
        Fix.manual(
            advice + "; no edit is offered, because the one that was planned did not prove"));
  }
}
