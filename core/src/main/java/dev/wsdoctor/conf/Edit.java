package dev.wsdoctor.conf;

/// Replaces the bytes of a range; an empty range inserts. `replacement` holds one char per byte.
public record Edit(SourceRange range, String replacement) {
  public static Edit insert(SourceFile file, int offset, String text) {
    return new Edit(new SourceRange(file, offset, offset), text);
  }

  public static Edit delete(SourceRange range) {
    return new Edit(range, "");
  }

  /// Written out, as in [SourceRange]: a record's own is put together when it is first called,
  /// which every start with a cause to mend would wait for.
  @Override
  public boolean equals(Object other) {
    return other instanceof Edit edit
        && range.equals(edit.range)
        && replacement.equals(edit.replacement);
  }

  @Override
  public int hashCode() {
    return 31 * range.hashCode() + replacement.hashCode();
  }
}
