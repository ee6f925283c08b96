package dev.wsdoctor.conf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file and what it is to become; one char per byte.
public record Patch(SourceFile before, String after) {
  private static final int CONTEXT_LINES = 3;

  /// One patch per file, in the order in which the files first appear.
  public static List<Patch> of(List<Edit> edits) {
    Map<String, List<Edit>> byFile = new LinkedHashMap<>();
    for (Edit edit : edits) {
      byFile.computeIfAbsent(edit.range().file().name(), _ -> new ArrayList<>()).add(edit);
    }
    return byFile.values().stream()
        .map(ofFile -> ofFile.stream().distinct().toList())
        .map(ofFile -> of(ofFile.getFirst().range().file(), ofFile))
        .toList();
  }

  /// The file with these edits applied; they must not overlap.
  public static Patch of(SourceFile file, List<Edit> edits) {
    return new Patch(file, Edits.apply(file, edits));
  }

  /// The same change as edits of whole lines.
  public List<Edit> edits() {
    List<String> old = LineDiff.lines(before.text());
    List<String> changed = LineDiff.lines(after);
    return LineDiff.of(old, changed).stream()
        .map(
            change ->
                new Edit(
                    new SourceRange(
                        before,
                        length(old.subList(0, change.beforeStart())),
                        length(old.subList(0, change.beforeEnd()))),
                    String.join("", changed.subList(change.afterStart(), change.afterEnd()))))
        .toList();
  }

  private static int length(List<String> lines) {
    return lines.stream().mapToInt(String::length).sum();
  }

  /// The change as `diff -u` prints it, one char per byte; empty when nothing changes.
  public String diff() {
    return UnifiedDiff.of(before, after, CONTEXT_LINES);
  }
}
