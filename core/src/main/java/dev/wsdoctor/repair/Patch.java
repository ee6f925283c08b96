package dev.wsdoctor.repair;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The edits of one file in the order of their places. They do not overlap; every byte outside of
/// them stays.
public record Patch(SourceFile before, List<Edit> edits) {
  private static final Comparator<Edit> BY_PLACE =
      Comparator.comparingInt((Edit edit) -> edit.range().start())
          .thenComparingInt(edit -> edit.range().end());

  public Patch {
    edits = edits.stream().distinct().sorted(BY_PLACE).toList();
    for (int i = 1; i < edits.size(); i++) {
      if (edits.get(i).range().start() < edits.get(i - 1).range().end()) {
        throw new IllegalArgumentException(
            "edits overlap at " + edits.get(i).range().where() + ": " + edits);
      }
    }
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
  public String after() {
    StringBuilder out = new StringBuilder();
    int done = 0;
    for (Edit edit : edits) {
      out.append(before.text(), done, edit.range().start()).append(edit.replacement());
      done = edit.range().end();
    }
    return out.append(before.text(), done, before.text().length()).toString();
  }

  /// The change as `diff -u` prints it, one char per byte; empty when nothing changes.
  public String diff() {
    return UnifiedDiff.between(before.name(), before.text(), after());
  }
}
