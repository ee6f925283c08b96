package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.UnifiedDiff;
import dev.wsdoctor.finding.Finding;
import java.util.List;
import java.util.Map;

/// The way from a failing configuration to one that opens the socket: fixes applied one after the
/// other, each to the most pressing cause, until the prediction finds no error.
///
/// `changes` has the new text of every file that changes; `left` are the errors that no edit mends.
public record Mend(Map<SourceFile, String> changes, List<Finding> applied, List<Finding> left) {
  private static final int MOST_ROUNDS = 6;

  /// Predicts a configuration with some of its files replaced.
  public interface Retrial {
    Prediction predict(Map<String, String> textByFileName);
  }

  public static Mend of(Prediction broken, Retrial retrial) {
    return new Mender(broken, retrial).mend(MOST_ROUNDS);
  }

  public boolean isComplete() {
    return left.isEmpty() && !changes.isEmpty();
  }

  /// The changes as one unified diff.
  public String diff() {
    StringBuilder out = new StringBuilder();
    changes.forEach((file, text) -> out.append(UnifiedDiff.of(file, text, 3)));
    return out.toString();
  }
}
