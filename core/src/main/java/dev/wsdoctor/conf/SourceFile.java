package dev.wsdoctor.conf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A configuration file as it was read: a name to show, and its bytes.
///
/// nginx reads bytes, not characters, so `text` holds one char (0 to 255) per byte, whatever the
/// encoding of the file; offsets are byte offsets. [#display] gives text for people.
public final class SourceFile {
  private final String name;
  private final String text;
  private int @Nullable [] lineStarts;

  private SourceFile(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /// A file with these bytes; the array is not kept.
  public static SourceFile of(String name, byte[] bytes) {
    return new SourceFile(name, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /// A file whose content is already one char per byte.
  public static SourceFile ofText(String name, String text) {
    return new SourceFile(name, text);
  }

  /// Path or name as it is to be shown to the user.
  public String name() {
    return name;
  }

  /// One char (0 to 255) per byte.
  public String text() {
    return text;
  }

  public byte[] bytes() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Line of a byte offset, from 1, counting LF as nginx does.
  public int lineAt(int offset) {
    int found = Arrays.binarySearch(lineStarts(), offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /// Column of a byte offset, from 1, in bytes.
  public int columnAt(int offset) {
    return offset - lineStarts()[lineAt(offset) - 1] + 1;
  }

  /// The byte offset of a line and column, both from 1; the end of the file for what is behind it.
  public int offset(int line, int column) {
    int[] starts = lineStarts();
    int start = line <= starts.length ? starts[line - 1] : text.length();
    return Math.min(start + column - 1, text.length());
  }

  /// The line (from 1) without its line end.
  public String line(int line) {
    int[] starts = lineStarts();
    int start = starts[line - 1];
    int end = line < starts.length ? starts[line] - 1 : text.length();
    if (end > start && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(start, end);
  }

  /// Bytes held as chars, decoded for a person: as UTF-8.
  public static String display(String bytesAsChars) {
    return new String(bytesAsChars.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private int[] lineStarts() {
    int[] starts = lineStarts;
    if (starts == null) {
      starts = findLineStarts();
      lineStarts = starts;
    }
    return starts;
  }

  private int[] findLineStarts() {
    int[] starts = new int[Math.max(16, text.length() / 32)];
    int count = 1;
    for (int lf = text.indexOf('\n'); lf >= 0; lf = text.indexOf('\n', lf + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = lf + 1;
    }
    return Arrays.copyOf(starts, count);
  }
}
