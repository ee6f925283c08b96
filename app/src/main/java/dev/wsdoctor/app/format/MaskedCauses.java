package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Causes without their secrets. Those that the diffs of their fixes show are known from the
/// beginning.
final class MaskedCauses {
  private final Secrets secrets;
  private final Map<SourceFile, ShownLines> shown = new LinkedHashMap<>();
  private final Map<SourceFile, SourceFile> covered = new HashMap<>();

  MaskedCauses(Secrets secrets, List<Finding> causes) {
    this.secrets = secrets;
    causes.stream()
        .flatMap(cause -> cause.fix().stream())
        .flatMap(fix -> fix.edits().stream())
        .forEach(edit -> shown.computeIfAbsent(edit.range().file(), ShownLines::new).add(edit));
    shown.values().forEach(lines -> lines.learn(secrets));
  }

  Finding cause(Finding cause) {
    return new Finding(
        cause.id(),
        cause.severity(),
        cause.confidence(),
        secrets.text(cause.summary()),
        secrets.text(cause.why()),
        cause.places().stream().map(this::place).toList(),
        cause.evidence().stream().map(this::evidence).toList(),
        cause.fix().map(this::fix));
  }

  Place place(Place place) {
    return new Place(
        place.file(),
        place.line(),
        place.column(),
        secrets.text(place.text()),
        place.blocks().stream().map(secrets::text).toList());
  }

  private Evidence evidence(Evidence evidence) {
    return new Evidence(evidence.kind(), secrets.text(evidence.text()));
  }

  private Fix fix(Fix fix) {
    return new Fix(
        fix.safety(), secrets.text(fix.advice()), fix.edits().stream().map(this::edit).toList());
  }

  private Edit edit(Edit edit) {
    SourceRange range = edit.range();
    return new Edit(
        new SourceRange(covered(range.file()), range.start(), range.end()),
        secrets.text(edit.replacement()));
  }

  private SourceFile covered(SourceFile file) {
    return covered.computeIfAbsent(
        file, f -> SourceFile.ofText(f.name(), shownOf(f).covered(secrets)));
  }

  private ShownLines shownOf(SourceFile file) {
    return shown.computeIfAbsent(file, ShownLines::new);
  }
}
