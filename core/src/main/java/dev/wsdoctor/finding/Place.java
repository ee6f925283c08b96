package dev.wsdoctor.finding;

import dev.wsdoctor.conf.SourceRange;

/// A spot in a file that a person can open: line and column from 1, and the text that stands there.
public record Place(String file, int line, int column, String text) {
  public static Place of(SourceRange range) {
    return new Place(range.file().name(), range.line(), range.column(), range.text());
  }

  public String where() {
    return file + ":" + line;
  }
}
