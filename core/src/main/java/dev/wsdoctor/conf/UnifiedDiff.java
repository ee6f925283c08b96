package dev.wsdoctor.conf;

import java.util.ArrayList;
import java.util.List;

/// A change of a file in the format that `diff -u` writes and `patch` reads.
public final class UnifiedDiff {
  private static final String NO_LINE_END = "\\ No newline at end of file\n";

  private final List<String> before;
  private final List<String> after;
  private final int context;
  private final StringBuilder out = new StringBuilder();

  private UnifiedDiff(List<String> before, List<String> after, int context) {
    this.before = before;
    this.after = after;
    this.context = context;
  }

  /// The diff with so many lines of context, one char per byte; empty if nothing has changed.
  public static String of(SourceFile before, String after, int context) {
    if (before.text().equals(after)) {
      return "";
    }
    String heads = "--- " + before.name() + "\n+++ " + before.name() + "\n";
    return heads
        + new UnifiedDiff(LineDiff.lines(before.text()), LineDiff.lines(after), context).hunks();
  }

  private String hunks() {
    List<LineDiff.Change> hunk = new ArrayList<>();
    for (LineDiff.Change change : LineDiff.of(before, after)) {
      if (!hunk.isEmpty() && change.beforeStart() - hunk.getLast().beforeEnd() > 2 * context) {
        write(hunk);
        hunk.clear();
      }
      hunk.add(change);
    }
    write(hunk);
    return out.toString();
  }

  private void write(List<LineDiff.Change> hunk) {
    LineDiff.Change first = hunk.getFirst();
    LineDiff.Change last = hunk.getLast();
    int head = Math.min(context, first.beforeStart());
    int tail = Math.min(context, before.size() - last.beforeEnd());
    writeRanges(
        first.beforeStart() - head,
        last.beforeEnd() + tail,
        first.afterStart() - head,
        last.afterEnd() + tail);
    int at = first.beforeStart() - head;
    for (LineDiff.Change change : hunk) {
      write(' ', before.subList(at, change.beforeStart()));
      write('-', before.subList(change.beforeStart(), change.beforeEnd()));
      write('+', after.subList(change.afterStart(), change.afterEnd()));
      at = change.beforeEnd();
    }
    write(' ', before.subList(at, last.beforeEnd() + tail));
  }

  private void writeRanges(int beforeStart, int beforeEnd, int afterStart, int afterEnd) {
    out.append("@@ -").append(range(beforeStart, beforeEnd));
    out.append(" +").append(range(afterStart, afterEnd)).append(" @@\n");
  }

  /// Lines from 1; an empty range names the line before it; a count of one is left out.
  private static String range(int start, int end) {
    int count = end - start;
    return (count == 0 ? start : start + 1) + (count == 1 ? "" : "," + count);
  }

  private void write(char sign, List<String> lines) {
    for (String line : lines) {
      out.append(sign).append(line);
      if (!line.endsWith("\n")) {
        out.append('\n').append(NO_LINE_END);
      }
    }
  }
}
