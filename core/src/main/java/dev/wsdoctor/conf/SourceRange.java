package dev.wsdoctor.conf;

/// Bytes `start` (inclusive) to `end` (exclusive) of a file.
public record SourceRange(SourceFile file, int start, int end) {
  public SourceRange {
    if (start < 0 || end < start || end > file.text().length()) {
      throw new IllegalArgumentException(
          "range %d..%d is outside of %s".formatted(start, end, file.name()));
    }
  }

  /// Line of the first byte, from 1.
  public int line() {
    return file.lineAt(start);
  }

  /// Column of the first byte, from 1, in bytes.
  public int column() {
    return file.columnAt(start);
  }

  /// The bytes, one char each.
  public String text() {
    return file.text().substring(start, end);
  }

  /// Whether the other one is a part of this.
  public boolean contains(SourceRange part) {
    return file.equals(part.file) && start <= part.start && part.end <= end;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SourceRange range
        && file.equals(range.file)
        && start == range.start
        && end == range.end;
  }

  @Override
  public int hashCode() {
    return (31 * file.hashCode() + start) * 31 + end;
  }

  /// `file:line`, the way every message names a place.
  public String where() {
    return file.name() + ":" + line();
  }
}
