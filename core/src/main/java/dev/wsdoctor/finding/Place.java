package dev.wsdoctor.finding;

import dev.wsdoctor.conf.SourceRange;
import java.util.List;

/// A spot in a file that a person can open: line and column from 1, and the text that stands there.
///
/// `blocks` are the titles of the blocks around it in that file, the outermost first; a report
/// fills them in, a rule leaves them empty.
public record Place(String file, int line, int column, String text, List<String> blocks) {
  public Place {
    blocks = List.copyOf(blocks);
  }

  public Place(String file, int line, int column, String text) {
    this(file, line, column, text, List.of());
  }

  public static Place of(SourceRange range) {
    return new Place(range.file().name(), range.line(), range.column(), range.text());
  }

  public Place within(List<String> titles) {
    return new Place(file, line, column, text, titles);
  }

  public String where() {
    return file + ":" + line;
  }

  /// The first line of the text: what a block opens with, without what stands in it.
  public String firstLine() {
    return text.lines().findFirst().orElse("").strip();
  }
}
