package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.sandbox.NginxBinary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /// How many bytes of configuration are read again for trials, all together; the foremost error of
  /// a URL that was asked for is tried whatever it takes.
  private static final int MOST_TEXT = 1 << 20;

  private final Prediction broken;
  private final Mend.Retrial retrial;
  private final Optional<NginxBinary> program;
  private final Care care;
  private final long text;
  private long read;

  Offers(Prediction broken, Mend.Retrial retrial, Optional<NginxBinary> program, Care care) {
    this.broken = broken;
    this.retrial = retrial;
    this.program = program;
    this.care = care;
    this.text =
        broken.subject().configuration().files().stream()
            .mapToLong(file -> file.text().length())
            .sum();
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
    if (!isWorthATrial(cause, foremost)) {
      return cause.mendedBy(Fix.untried(cause.fix().orElseThrow().advice()));
    }
    return proved(cause, foremost)
        .map(after -> OtherRequests.held(cause, broken, after))
        .orElseGet(
            () ->
                withoutEdits(
                    cause, "; no edit is offered, because the one that was planned did not prove"));
  }

  private boolean isWorthATrial(Finding cause, boolean foremost) {
    boolean isAffordable = read + text <= MOST_TEXT;
    return switch (care) {
      case FOR_ONE -> isAffordable || (foremost && cause.isError());
      case FOR_MANY -> isAffordable && cause.isError();
    };
  }

  /// What is predicted after the fix, if that proves.
  private Optional<Prediction> proved(Finding cause, boolean foremost) {
    Optional<NginxBinary> asked = foremost ? program : Optional.empty();
    return new Mender(broken, this::tried)
        .after(cause)
        .filter(after -> asked.map(nginx -> new Proof(broken, after, nginx).stands()).orElse(true));
  }

  private Prediction tried(Map<String, String> texts) {
    read += text;
    return retrial.predict(texts);
  }

  private static Finding withoutEdits(Finding cause, String instead) {
    return cause.mendedBy(Fix.manual(cause.fix().orElseThrow().advice() + instead));
  }
}
