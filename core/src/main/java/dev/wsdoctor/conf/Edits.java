package dev.wsdoctor.conf;

import java.util.List;

/// Applies edits to a file's text; every byte outside of their ranges stays as it is.
public final class Edits {
  private Edits() {}

  /// What came of applying edits.
  public sealed interface Result {}

  /// The new text of the file, one char per byte.
  public record Applied(String text) implements Result {}

  /// The edits contradict each other, or are of another file; nothing was applied.
  public record Refused(String reason) implements Result {}

  /// Applies edits in any order. Insertions at one offset are applied in the order given, before a
  /// replacement that starts there.
  public static Result tryApply(SourceFile file, List<Edit> edits) {
    List<Edit> ordered = edits.stream().sorted(Edits::compare).toList();
    StringBuilder text = new StringBuilder(file.text().length() + 256);
    int done = 0;
    for (Edit edit : ordered) {
      SourceRange range = edit.range();
      if (!isOf(file, range)) {
        return new Refused("an edit of " + range.where() + " cannot be applied to " + file.name());
      }
      if (range.start() < done) {
        return new Refused("two edits overlap at " + range.where());
      }
      text.append(file.text(), done, range.start()).append(edit.replacement());
      done = range.end();
    }
    return new Applied(text.append(file.text(), done, file.text().length()).toString());
  }

  /// The new text, for edits that are known to fit.
  ///
  /// @throws IllegalArgumentException if they overlap or are of another file
  public static String apply(SourceFile file, List<Edit> edits) {
    return switch (tryApply(file, edits)) {
      case Applied(String text) -> text;
      case Refused(String reason) -> throw new IllegalArgumentException(reason);
    };
  }

  /// By place, insertions first. In one method, because the start-up cache cannot keep what
  /// `Comparator.comparing` makes.
  private static int compare(Edit one, Edit other) {
    SourceRange first = one.range();
    SourceRange second = other.range();
    int byStart = Integer.compare(first.start(), second.start());
    return byStart != 0
        ? byStart
        : Boolean.compare(first.start() != first.end(), second.start() != second.end());
  }

  private static boolean isOf(SourceFile file, SourceRange range) {
    return range.file() == file
        || (range.file().name().equals(file.name()) && range.file().text().equals(file.text()));
  }
}
