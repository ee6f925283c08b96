package dev.wsdoctor.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepairTest {
  private static final SourceFile FILE = SourceFile.ofText("f", "one two three");

  @Test
  void errorsAreMendedAndWarningsLeftAlone() {
    Repair repair =
        Repair.of(
            List.of(
                finding(Severity.ERROR, replace(0, 3, "1")),
                finding(Severity.WARNING, replace(4, 7, "2"))));

    assertThat(repair.patches().getFirst().after()).isEqualTo("1 two three");
    assertThat(repair.left()).isEmpty();
  }

  @Test
  void warningsAreMendedWhenNothingIsWorse() {
    Repair repair =
        Repair.of(
            List.of(
                finding(Severity.WARNING, replace(4, 7, "2")),
                finding(Severity.NOTE, replace(0, 3, "1"))));

    assertThat(repair.patches().getFirst().after()).isEqualTo("one 2 three");
  }

  @Test
  void notesAreNeverWorthAnEdit() {
    assertThat(Repair.of(List.of(finding(Severity.NOTE, replace(0, 3, "1")))).patches()).isEmpty();
  }

  @Test
  void aFixThatTouchesWhatAnEarlierOneChangesIsLeft() {
    Finding first = finding(Severity.ERROR, replace(0, 7, "x"));
    Finding second = finding(Severity.ERROR, replace(4, 13, "y"));

    Repair repair = Repair.of(List.of(first, second));

    assertThat(repair.mended()).containsExactly(first);
    assertThat(repair.left()).containsExactly(second);
    assertThat(repair.patches().getFirst().after()).isEqualTo("x three");
  }

  @Test
  void aCauseWithoutEditsIsLeftToAPerson() {
    Finding manual =
        new Finding(
            "x", Severity.ERROR, 1, "", "", List.of(), List.of(), Optional.of(Fix.manual("look")));

    assertThat(Repair.of(List.of(manual)).left()).containsExactly(manual);
  }

  private static Edit replace(int start, int end, String text) {
    return new Edit(new SourceRange(FILE, start, end), text);
  }

  private static Finding finding(Severity severity, Edit edit) {
    return new Finding(
        "x", severity, 1, "", "", List.of(), List.of(), Optional.of(Fix.safe("", List.of(edit))));
  }
}
