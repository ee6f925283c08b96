package dev.wsdoctor.repair;

import java.util.ArrayList;
import java.util.List;

/// Two texts compared line by line, written as `diff -u` does, so that `patch` and `git apply` take
/// it.
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /// Above this many pairs of lines the changed middle is shown as one removal and one insertion.
  private static final int MOST_PAIRS = 4_000_000;

  private final List<String> before;
  private final List<String> after;
  private final List<Run> runs = new ArrayList<>();

  /// Lines `from..to` of the old text stand where `newFrom..newTo` of the new one stand; a run is a
  /// maximal stretch of lines that differ.
  private record Run(int from, int to, int newFrom, int newTo) {}

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  static String between(String name, String before, String after) {
    UnifiedDiff diff = new UnifiedDiff(lines(before), lines(after));
    diff.findRuns();
    return diff.runs.isEmpty() ? "" : "--- %s\n+++ %s\n".formatted(name, name) + diff.hunks();
  }

  /// Every line with its line end; a last line may be without.
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int lf = text.indexOf('\n', start);
      int end = lf < 0 ? text.length() : lf + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  private void findRuns() {
    int head = 0;
    int shorter = Math.min(before.size(), after.size());
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    int to = before.size() - tail;
    int newTo = after.size() - tail;
    if ((long) (to - head) * (newTo - head) > MOST_PAIRS) {
      runs.add(new Run(head, to, head, newTo));
      return;
    }
    walk(commonLengths(head, to, newTo), head, to, newTo);
  }

  /// `[i][j]`: the length of the longest common subsequence of what follows old line `i` and new
  /// line `j`.
  private int[][] commonLengths(int head, int to, int newTo) {
    int[][] common = new int[to - head + 1][newTo - head + 1];
    for (int i = to - 1; i >= head; i--) {
      for (int j = newTo - 1; j >= head; j--) {
        common[i - head][j - head] =
            before.get(i).equals(after.get(j))
                ? common[i + 1 - head][j + 1 - head] + 1
                : Math.max(common[i + 1 - head][j - head], common[i - head][j + 1 - head]);
      }
    }
    return common;
  }

  private void walk(int[][] common, int head, int to, int newTo) {
    int i = head;
    int j = head;
    while (i < to || j < newTo) {
      int from = i;
      int newFrom = j;
      while ((i < to || j < newTo)
          && !(i < to && j < newTo && before.get(i).equals(after.get(j)))) {
        boolean removed =
            j == newTo
                || (i < to && common[i + 1 - head][j - head] >= common[i - head][j + 1 - head]);
        if (removed) {
          i++;
        } else {
          j++;
        }
      }
      if (i > from || j > newFrom) {
        runs.add(new Run(from, i, newFrom, j));
      }
      while (i < to && j < newTo && before.get(i).equals(after.get(j))) {
        i++;
        j++;
      }
    }
  }

  private String hunks() {
    StringBuilder out = new StringBuilder();
    for (int first = 0; first < runs.size(); ) {
      int last = first;
      while (last + 1 < runs.size()
          && runs.get(last + 1).from() - runs.get(last).to() <= 2 * CONTEXT) {
        last++;
      }
      hunk(runs.subList(first, last + 1), out);
      first = last + 1;
    }
    return out.toString();
  }

  private void hunk(List<Run> inside, StringBuilder out) {
    int lead = Math.min(CONTEXT, inside.getFirst().from());
    int from = inside.getFirst().from() - lead;
    int newFrom = inside.getFirst().newFrom() - lead;
    int trail = Math.min(CONTEXT, before.size() - inside.getLast().to());
    int to = inside.getLast().to() + trail;
    int newTo = inside.getLast().newTo() + trail;
    out.append("@@ -%s +%s @@\n".formatted(span(from, to), span(newFrom, newTo)));
    int at = from;
    for (Run run : inside) {
      write(' ', before.subList(at, run.from()), out);
      write('-', before.subList(run.from(), run.to()), out);
      write('+', after.subList(run.newFrom(), run.newTo()), out);
      at = run.to();
    }
    write(' ', before.subList(at, to), out);
  }

  /// `start,count`; a count of one is left out, and an empty span names the line before it.
  private static String span(int from, int to) {
    int count = to - from;
    if (count == 1) {
      return String.valueOf(from + 1);
    }
    return (count == 0 ? from : from + 1) + "," + count;
  }

  private static void write(char mark, List<String> lines, StringBuilder out) {
    for (String line : lines) {
      out.append(mark).append(line);
      if (!line.endsWith("\n")) {
        out.append("\n\\ No newline at end of file\n");
      }
    }
  }
}
