package dev.wsdoctor.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// Hands on only those lines of access logs that may concern a WebSocket: opened ones, refused
/// requests, and whatever the client asked to upgrade. All others are passed over as bytes, because
/// most of a log is ordinary traffic.
public final class LineSieve implements LogCutter {
  /// The longest line of which something is seen; what is longer is passed over.
  static final int ROOM = 256 << 10;

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

  private void sift(int from, int to) {
    int[] next = new int[marks.size()];
    for (int i = 0; i < next.length; i++) {
      next[i] = marks.get(i).next(held, from, to);
    }
    for (int at = smallest(next); at < to; at = smallest(next)) {
      int start = lineStart(at, from);
      int end = lineEnd(at, to);
      emit(start, end);
      for (int i = 0; i < next.length; i++) {
        next[i] = next[i] < end ? marks.get(i).next(held, end, to) : next[i];
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

  private int lineStart(int within, int from) {
    int at = within;
    while (at > from && held[at - 1] != '\n') {
      at--;
    }
    while (at < within && held[at] == 0) {
      at++;
    }
    return at;
  }

  private int lineEnd(int within, int to) {
    int at = within;
    while (at < to && held[at] != '\n') {
      at++;
    }
    return at;
  }

  private void emit(int from, int to) {
    int end = held[to - 1] == '\r' ? to - 1 : to;
    int length = Math.min(end - from, LogLines.LONGEST_LINE);
    cutLines += end - from > length ? 1 : 0;
    lines.accept(new String(held, from, length, StandardCharsets.ISO_8859_1));
  }
}
