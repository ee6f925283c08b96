package dev.wsdoctor.log;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts chunks of bytes into lines. Of a line that is longer than the limit only the beginning is
/// kept; zero bytes in front of a line are dropped, since rotation by truncation leaves them.
public final class LogLines implements LogCutter {
  /// Far above any request that nginx takes (`large_client_header_buffers`, 8k by default).
  public static final int LONGEST_LINE = 64 * 1024;

  private final Consumer<String> lines;
  private final byte[] kept;
  private int length;
  private boolean cut;
  private long cutLines;

  public LogLines(Consumer<String> lines) {
    this(LONGEST_LINE, lines);
  }

  private LogLines(int longest, Consumer<String> lines) {
    this.kept = new byte[longest];
    this.lines = lines;
  }

  /// The same with another limit, in bytes.
  public static LogLines ofLength(int longest, Consumer<String> lines) {
    return new LogLines(longest, lines);
  }

  @Override
  public void feed(byte[] bytes, int count) {
    int start = 0;
    for (int at = 0; at < count; at++) {
      if (bytes[at] == '\n') {
        if (length == 0 && !cut) {
          whole(bytes, start, at);
        } else {
          keep(bytes, start, at);
          flush();
        }
        start = at + 1;
      }
    }
    keep(bytes, start, count);
  }

  @Override
  public void end() {
    if (length > 0) {
      flush();
    }
  }

  @Override
  public long cutLines() {
    return cutLines;
  }

  /// The usual case, in which nothing has to be copied twice.
  private void whole(byte[] bytes, int from, int to) {
    if (to - from > kept.length) {
      keep(bytes, from, to);
      flush();
      return;
    }
    emit(bytes, from, to);
  }

  private void keep(byte[] bytes, int from, int to) {
    int start = from;
    while (length == 0 && start < to && bytes[start] == 0) {
      start++;
    }
    int taken = Math.min(to - start, kept.length - length);
    System.arraycopy(bytes, start, kept, length, taken);
    length += taken;
    cut |= taken < to - start;
  }

  private void flush() {
    cutLines += cut ? 1 : 0;
    emit(kept, 0, length);
    length = 0;
    cut = false;
  }

  private void emit(byte[] bytes, int from, int to) {
    int start = from;
    while (start < to && bytes[start] == 0) {
      start++;
    }
    int end = to > start && bytes[to - 1] == '\r' ? to - 1 : to;
    lines.accept(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
  }
}
