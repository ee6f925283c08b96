package dev.wsdoctor.repair;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What to change for a list of causes: those that the patches mend, and those left to a person.
public record Repair(List<Finding> mended, List<Finding> left, List<Patch> patches) {
  public Repair {
    mended = List.copyOf(mended);
    left = List.copyOf(left);
    patches = List.copyOf(patches);
  }

  /// Mends the causes of the gravest level present, in their order; notes are never worth an edit.
  /// A fix that would touch what an earlier one changes is left.
  public static Repair of(List<Finding> causes) {
    List<Finding> mended = new ArrayList<>();
    List<Finding> left = new ArrayList<>();
    List<Edit> taken = new ArrayList<>();
    Optional<Severity> gravest = causes.stream().map(Finding::severity).min(Severity::compareTo);
    for (Finding cause : causes) {
      if (cause.severity() == Severity.NOTE || gravest.get() != cause.severity()) {
        continue;
      }
      List<Edit> edits = cause.fix().map(Fix::edits).orElse(List.of());
      if (edits.isEmpty() || edits.stream().anyMatch(edit -> clashes(edit, taken))) {
        left.add(cause);
        continue;
      }
      mended.add(cause);
      taken.addAll(edits);
    }
    return new Repair(mended, left, Patch.of(taken));
  }

  private static boolean clashes(Edit edit, List<Edit> taken) {
    return taken.stream().anyMatch(other -> !other.equals(edit) && overlap(edit, other));
  }

  private static boolean overlap(Edit one, Edit other) {
    return one.range().file().name().equals(other.range().file().name())
        && one.range().start() < other.range().end()
        && other.range().start() < one.range().end();
  }
}
