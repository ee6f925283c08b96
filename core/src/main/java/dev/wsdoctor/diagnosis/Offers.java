package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.sandbox.NginxBinary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds the fixes of a report to what they promise: one after which the cause is still there, or
/// another has come, becomes advice. The foremost is tried under nginx too, where one is here.
///
/// A trial reads the whole configuration again. What is not worth that is not offered as an edit
/// either; `fix` makes it and tries it.
final class Offers {
  /// How much is tried.
  enum Care {
    /// Every fix of the report of one URL.
    FOR_ONE,
    /// Only fixes of errors, where there is a report of every socket in a file.
    FOR_MANY
  }

  /// Above so many bytes only an error of the one URL that was asked for is worth a trial.
  private static final int MUCH_TEXT = 1 << 20;

  private final Prediction broken;
  private final Mend.Retrial retrial;
  private final Optional<NginxBinary> program;
  private final Care care;

  Offers(Prediction broken, Mend.Retrial retrial, Optional<NginxBinary> program, Care care) {
    this.broken = broken;
    this.retrial = retrial;
    this.program = program;
    this.care = care;
  }

  Prediction proved() {
    List<Finding> causes = new ArrayList<>();
    for (Finding cause : broken.causes()) {
      causes.add(offered(cause, causes.isEmpty()));
    }
    return broken.knowing(causes);
  }

  private Finding offered(Finding cause, boolean foremost) {
    if (cause.fix().filter(fix -> !fix.edits().isEmpty()).isEmpty()) {
      return cause;
    }
    if (!isWorthATrial(cause)) {
      return withoutEdits(cause, "; 'wsdoctor fix' makes the edit and tries it");
    }
    return proved(cause, foremost)
        .map(after -> OtherRequests.held(cause, broken, after))
        .orElseGet(
            () ->
                withoutEdits(
                    cause, "; no edit is offered, because the one that was planned did not prove"));
  }

  private boolean isWorthATrial(Finding cause) {
    boolean much = textOf(broken.subject().configuration()) > MUCH_TEXT;
    return switch (care) {
      case FOR_ONE -> cause.isError() || !much;
      case FOR_MANY -> cause.isError() && !much;
    };
  }

  private static long textOf(Configuration configuration) {
    return configuration.files().stream().mapToLong(file -> file.text().length()).sum();
  }

  /// What is predicted after the fix, if that proves.
  private Optional<Prediction> proved(Finding cause, boolean foremost) {
    Optional<NginxBinary> asked = foremost ? program : Optional.empty();
    return new Mender(broken, retrial)
        .after(cause)
        .filter(after -> asked.map(nginx -> new Proof(broken, after, nginx).stands()).orElse(true));
  }

  private static Finding withoutEdits(Finding cause, String instead) {
    return cause.mendedBy(Fix.manual(cause.fix().orElseThrow().advice() + instead));
  }
}
