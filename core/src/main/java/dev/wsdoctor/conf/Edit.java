package dev.wsdoctor.conf;

/// Replaces the bytes of a range; an empty range inserts. `replacement` holds one char per byte.
public record Edit(SourceRange range, String replacement) {
  public static Edit insert(SourceFile file, int offset, String text) {
    return new Edit(new SourceRange(file, offset, offset), text);
  }

  public static Edit delete(SourceRange range) {
    return new Edit(range, "");
  }
}
