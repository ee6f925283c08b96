package dev.wsdoctor.repair;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Edits;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.UnifiedDiff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The edits of one file; every byte outside of them stays. Two causes may ask for the same edit:
/// it is made once.
public record Patch(SourceFile before, List<Edit> edits) {
  private static final int CONTEXT_LINES = 3;

  public Patch {
    edits = edits.stream().distinct().toList();
  }

  /// One patch per file, in the order in which the files first appear.
  public static List<Patch> of(List<Edit> edits) {
    Map<String, List<Edit>> byFile = new LinkedHashMap<>();
    for (Edit edit : edits) {
      byFile.computeIfAbsent(edit.range().file().name(), _ -> new ArrayList<>()).add(edit);
    }
    return byFile.values().stream()
        .map(ofFile -> new Patch(ofFile.getFirst().range().file(), ofFile))
        .toList();
  }

  /// The file's text with the edits applied, one char per byte.
  ///
  /// @throws IllegalArgumentException if they overlap or are of another file
  public String after() {
    return Edits.apply(before, edits);
  }

  /// The change as `diff -u` prints it, one char per byte; empty when nothing changes.
  public String diff() {
    return UnifiedDiff.of(before, after(), CONTEXT_LINES);
  }
}
