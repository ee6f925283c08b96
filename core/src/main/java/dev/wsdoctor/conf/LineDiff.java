package dev.wsdoctor.conf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The shortest way from one list of lines to another (Myers 1986), as runs of changed lines.
final class LineDiff {
  /// More changed lines than a fix has; beyond it the middle is shown as replaced altogether.
  private static final int MAX_DISTANCE = 2_000;

  /// Lines `beforeStart..beforeEnd` become lines `afterStart..afterEnd`; from 0, ends exclusive.
  record Change(int beforeStart, int beforeEnd, int afterStart, int afterEnd) {}

  private final List<String> before;
  private final List<String> after;
  private final List<Change> changes = new ArrayList<>();

  private LineDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /// Lines with their line ends.
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int lf = text.indexOf('\n', start);
      int end = lf < 0 ? text.length() : lf + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  static List<Change> of(List<String> before, List<String> after) {
    return new LineDiff(before, after).find();
  }

  private List<Change> find() {
    int shorter = Math.min(before.size(), after.size());
    int head = 0;
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head && fromEnd(before, tail).equals(fromEnd(after, tail))) {
      tail++;
    }
    myers(head, before.size() - tail, after.size() - tail);
    return changes.reversed();
  }

  private static String fromEnd(List<String> lines, int index) {
    return lines.get(lines.size() - 1 - index);
  }

  private void myers(int start, int beforeEnd, int afterEnd) {
    int n = beforeEnd - start;
    int m = afterEnd - start;
    if (n == 0 && m == 0) {
      return;
    }
    int limit = Math.min(n + m, MAX_DISTANCE);
    int[] furthest = new int[2 * limit + 2];
    List<int[]> trace = new ArrayList<>();
    for (int d = 0; d <= limit; d++) {
      trace.add(Arrays.copyOf(furthest, furthest.length));
      for (int k = -d; k <= d; k += 2) {
        int x = slide(start, step(furthest, limit, d, k), k, n, m);
        furthest[limit + k] = x;
        if (x >= n && x - k >= m) {
          walkBack(start, trace, limit, n, m);
          return;
        }
      }
    }
    changes.add(new Change(start, beforeEnd, start, afterEnd));
  }

  private static int step(int[] furthest, int limit, int d, int k) {
    if (d == 0) {
      return 0;
    }
    boolean down = isDown(furthest, limit, d, k);
    return down ? furthest[limit + k + 1] : furthest[limit + k - 1] + 1;
  }

  private static boolean isDown(int[] furthest, int limit, int d, int k) {
    return k == -d || (k != d && furthest[limit + k - 1] < furthest[limit + k + 1]);
  }

  private int slide(int start, int x, int k, int n, int m) {
    int at = x;
    while (at < n && at - k < m && before.get(start + at).equals(after.get(start + at - k))) {
      at++;
    }
    return at;
  }

  private void walkBack(int start, List<int[]> trace, int limit, int n, int m) {
    int x = n;
    int y = m;
    for (int d = trace.size() - 1; d > 0; d--) {
      int[] furthest = trace.get(d);
      int k = x - y;
      boolean down = isDown(furthest, limit, d, k);
      int fromX = furthest[limit + (down ? k + 1 : k - 1)];
      int fromY = fromX - (down ? k + 1 : k - 1);
      add(
          start + fromX,
          start + fromX + (down ? 0 : 1),
          start + fromY,
          start + fromY + (down ? 1 : 0));
      x = fromX;
      y = fromY;
    }
  }

  /// Adds a change of one line, before those found so far; joins it to the one it touches.
  private void add(int beforeStart, int beforeEnd, int afterStart, int afterEnd) {
    if (!changes.isEmpty()) {
      Change next = changes.getLast();
      if (next.beforeStart() == beforeEnd && next.afterStart() == afterEnd) {
        changes.removeLast();
        changes.add(new Change(beforeStart, next.beforeEnd(), afterStart, next.afterEnd()));
        return;
      }
    }
    changes.add(new Change(beforeStart, beforeEnd, afterStart, afterEnd));
  }
}
