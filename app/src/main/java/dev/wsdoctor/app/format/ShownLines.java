package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import java.util.Map;
import java.util.TreeMap;

/// The lines of a file that the diffs of its edits show; the rest of a large file is not looked at.
final class ShownLines {
  /// More than a diff has around a change.
  private static final int LINES_AROUND = 5;

  private final String text;

  /// From the first offset to behind the last, none touching another.
  private final TreeMap<Integer, Integer> stretches = new TreeMap<>();

  ShownLines(SourceFile file) {
    this.text = file.text();
  }

  void add(Edit edit) {
    int start = linesBefore(edit.range().start());
    int end = linesBehind(edit.range().end());
    Map.Entry<Integer, Integer> other = stretches.floorEntry(end);
    while (other != null && other.getValue() >= start) {
      stretches.remove(other.getKey());
      start = Math.min(start, other.getKey());
      end = Math.max(end, other.getValue());
      other = stretches.floorEntry(end);
    }
    stretches.put(start, end);
  }

  private int linesBefore(int offset) {
    int start = offset;
    for (int i = 0; i <= LINES_AROUND && start > 0; i++) {
      start = text.lastIndexOf('\n', start - 1);
    }
    return Math.max(start, 0);
  }

  private int linesBehind(int offset) {
    int end = offset;
    for (int i = 0; i <= LINES_AROUND && end < text.length(); i++) {
      int line = text.indexOf('\n', end);
      end = line < 0 ? text.length() : line + 1;
    }
    return end;
  }

  void learn(Secrets secrets) {
    stretches.forEach((start, end) -> secrets.learn(SecretText.in(text.substring(start, end))));
  }

  /// The text, as long as it was, with the secrets of these lines covered.
  String covered(Secrets secrets) {
    StringBuilder out = new StringBuilder(text);
    stretches.forEach(
        (start, end) ->
            out.replace(start, end, secrets.marked(text.substring(start, end)).covered()));
    return out.toString();
  }
}
