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
    boolean marked = formats.stream().allMatch(StatusMark::isIn);
    return marked ? new LineSieve(StatusMark.of(formats), lines) : new LogLines(lines);
  }

  @Override
  public void feed(byte[] bytes, int count) {
    int from = filled > 0 || skipping ? join(bytes, count) : 0;
    int end = lastLineEnd(bytes, from, count);
    sift(bytes, from, end);
    hold(bytes, end, count);
  }

  @Override
  public void end() {
    sift(held, 0, filled);
    filled = 0;
  }

  @Override
  public long cutLines() {
    return cutLines;
  }

  /// Completes the line that the chunk before began, and says where the next one begins.
  private int join(byte[] bytes, int count) {
    int next = Math.min(StatusMark.find((byte) '\n', bytes, 0, count - 1) + 1, count);
    hold(bytes, 0, next);
    if (next > 0 && bytes[next - 1] == '\n') {
      sift(held, 0, filled);
      filled = 0;
      skipping = false;
    }
    return next;
  }

  /// Keeps the beginning of a line. One that needs more room is passed over.
  private void hold(byte[] bytes, int from, int to) {
    if (skipping) {
      return;
    }
    if (to - from > ROOM - filled) {
      cutLines++;
      skipping = true;
      filled = 0;
      return;
    }
    System.arraycopy(bytes, from, held, filled, to - from);
    filled += to - from;
  }

  private static int lastLineEnd(byte[] bytes, int from, int to) {
    int at = to;
    while (at > from && bytes[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private void sift(byte[] text, int from, int to) {
    int[] next = new int[marks.size()];
    for (int i = 0; i < next.length; i++) {
      next[i] = marks.get(i).next(text, from, to);
    }
    for (int at = smallest(next); at < to; at = smallest(next)) {
      int end = Math.min(StatusMark.find((byte) '\n', text, at, to - 1), to);
      emit(text, lineStart(text, at, from), end);
      for (int i = 0; i < next.length; i++) {
        next[i] = next[i] < end ? marks.get(i).next(text, end, to) : next[i];
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

  private static int lineStart(byte[] text, int within, int from) {
    int at = within;
    while (at > from && text[at - 1] != '\n') {
      at--;
    }
    while (at < within && text[at] == 0) {
      at++;
    }
    return at;
  }

  private void emit(byte[] text, int from, int to) {
    int end = text[to - 1] == '\r' ? to - 1 : to;
    int length = Math.min(end - from, LogLines.LONGEST_LINE);
    cutLines += end - from > length ? 1 : 0;
    lines.accept(new String(text, from, length, StandardCharsets.ISO_8859_1));
  }
}
