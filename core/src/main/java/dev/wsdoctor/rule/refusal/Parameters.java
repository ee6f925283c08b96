package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import java.util.stream.IntStream;

/// Edits of the parameters of a directive.
final class Parameters {
  private Parameters() {}

  /// Another text for one of them.
  static Edit written(Directive line, int index, String text) {
    return new Edit(line.parameterRange(index), text);
  }

  /// Which of them that word is.
  static IntStream indexes(Directive line, String word) {
    return IntStream.range(0, line.parameterCount())
        .filter(index -> line.parameters().get(index).equals(word));
  }

  /// One of them taken out, with the white space in front of it.
  static Edit without(Directive line, int index) {
    int start = index == 0 ? name(line).end() : line.parameterRange(index - 1).end();
    return Edit.delete(new SourceRange(file(line), start, line.parameterRange(index).end()));
  }

  /// One text for some of them.
  static Edit joined(Directive line, int first, int last, String text) {
    return new Edit(range(line, first, last), text);
  }

  /// From the first byte of one to the last of another.
  static SourceRange range(Directive line, int first, int last) {
    return new SourceRange(
        file(line), line.parameterRange(first).start(), line.parameterRange(last).end());
  }

  /// One more, behind all others.
  static Edit added(Directive line, String text) {
    return Edit.insert(file(line), line.head().end(), " " + text);
  }

  /// One text for all that stands behind the name.
  static Edit all(Directive line, String text) {
    return line.parameterCount() == 0
        ? added(line, text)
        : joined(line, 0, line.parameterCount() - 1, text);
  }

  /// The name as written, quotes included.
  static SourceRange name(Directive line) {
    int start = line.range().start();
    String text = line.head().text();
    boolean quoted = text.startsWith("'") || text.startsWith("\"");
    int close = quoted ? text.indexOf(text.charAt(0), 1) + 1 : line.name().length();
    return new SourceRange(file(line), start, start + Math.max(close, 1));
  }

  /// In quotes that the text does not have itself.
  static String quoted(String text) {
    char quote = text.indexOf('"') < 0 ? '"' : '\'';
    return quote + text + quote;
  }

  private static SourceFile file(Directive line) {
    return line.range().file();
  }
}
