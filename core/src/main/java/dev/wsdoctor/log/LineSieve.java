package dev.wsdoctor.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// Hands on only those lines of access logs that may concern a WebSocket: opened ones, refused
/// requests, and whatever the client asked to upgrade. All others are passed over as bytes, because
/// most of a log is ordinary traffic.
public final class LineSieve implements LogCutter {
  /// The longest line of which something is seen; what is longer is passed over.
  static final int ROOM = 1 << 20;

  private final List<StatusMark> marks;
  private final Consumer<String> lines;
  private final byte[] held = new byte[ROOM];
  private int filled;
  private boolean skipping;
  private long cutLines;

  private LineSieve(List<StatusMark> marks, Consumer<String> lines) {
    this.marks = marks;
    this.lines = lines;
  }

  /// A sieve for lines in these formats; where one of them shows no status, all lines.
  public static LogCutter of(List<LogFormat> formats, Consumer<String> lines) {
    List<StatusMark> marks = formats.stream().flatMap(StatusMark::of).distinct().toList();
    boolean all = formats.stream().anyMatch(format -> StatusMark.of(format).findAny().isEmpty());
    return all ? new LogLines(lines) : new LineSieve(marks, lines);
  }

  @Override
  public void feed(byte[] bytes, int count) {
    int from = 0;
    while (from < count) {
      int taken = Math.min(count - from, ROOM - filled);
      System.arraycopy(bytes, from, held, filled, taken);
      filled += taken;
      from += taken;
      if (filled == ROOM) {
        sift();
      }
    }
  }

  @Override
  public void end() {
    sift();
    if (filled > 0 && !skipping) {
      sift(0, filled);
    }
    filled = 0;
  }

  @Override
  public long cutLines() {
    return cutLines;
  }

  /// Looks at all whole lines, and keeps the beginning of the last one.
  private void sift() {
    int end = lastLineEnd();
    if (end == 0) {
      pass();
      return;
    }
    sift(skipping ? firstLineEnd() : 0, end);
    skipping = false;
    System.arraycopy(held, end, held, 0, filled - end);
    filled -= end;
  }

  /// One line fills all the room.
  private void pass() {
    if (filled == ROOM) {
      cutLines += skipping ? 0 : 1;
      skipping = true;
      filled = 0;
    }
  }

  private int lastLineEnd() {
    int at = filled;
    while (at > 0 && held[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private int firstLineEnd() {
    int at = 0;
    while (held[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  /// The search in a string of bytes is the fastest that Java has.
  private void sift(int from, int to) {
    String text = new String(held, from, to - from, StandardCharsets.ISO_8859_1);
    int[] next = new int[marks.size()];
    for (int i = 0; i < next.length; i++) {
      next[i] = marks.get(i).next(text, 0);
    }
    for (int at = smallest(next); at < text.length(); at = smallest(next)) {
      int start = text.lastIndexOf('\n', at) + 1;
      int found = text.indexOf('\n', at);
      int end = found < 0 ? text.length() : found;
      emit(text, start, end);
      for (int i = 0; i < next.length; i++) {
        next[i] = next[i] < end ? marks.get(i).next(text, end) : next[i];
      }
    }
  }

  private static int smallest(int[] positions) {
    int smallest = Integer.MAX_VALUE;
    for (int position : positions) {
      smallest = Math.min(smallest, position);
    }
    return smallest;
  }

  private void emit(String text, int from, int to) {
    int start = from;
    while (start < to && text.charAt(start) == 0) {
      start++;
    }
    int end = to > start && text.charAt(to - 1) == '\r' ? to - 1 : to;
    cutLines += end - start > LogLines.LONGEST_LINE ? 1 : 0;
    lines.accept(text.substring(start, Math.min(end, start + LogLines.LONGEST_LINE)));
  }
}
