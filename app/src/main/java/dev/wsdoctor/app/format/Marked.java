package dev.wsdoctor.app.format;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/// A text in which the secret stretches are marked.
final class Marked {
  /// What stands for a secret in a text that is for reading.
  static final String HIDDEN = "[hidden]";

  private final String text;
  private final BitSet secret = new BitSet();

  Marked(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  void mark(int from, int to) {
    secret.set(from, to);
  }

  /// The marks of a text that stands at `offset` in this one.
  void mark(int offset, Marked part) {
    part.secret.stream().forEach(i -> secret.set(offset + i));
  }

  boolean isClean() {
    return secret.isEmpty();
  }

  /// With `[hidden]` in place of each stretch.
  String hidden() {
    return replaced(_ -> HIDDEN);
  }

  /// With every byte of a stretch but line ends as an asterisk, so that lines, columns and offsets
  /// stay what they are.
  String covered() {
    return replaced(stretch -> stretch.replaceAll("[^\r\n]", "*"));
  }

  List<String> stretches() {
    List<String> found = new ArrayList<>();
    replaced(
        stretch -> {
          found.add(stretch);
          return stretch;
        });
    return found;
  }

  private String replaced(UnaryOperator<String> change) {
    if (isClean()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    for (int from = secret.nextSetBit(0); from >= 0; from = secret.nextSetBit(done)) {
      int to = secret.nextClearBit(from);
      out.append(text, done, from).append(change.apply(text.substring(from, to)));
      done = to;
    }
    return out.append(text, done, text.length()).toString();
  }
}
