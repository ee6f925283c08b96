package dev.wsdoctor.regex;

import java.util.OptionalInt;

/// Reads a character class, behind its `[`, into the set of bytes that it stands for.
///
/// What PCRE leaves to a library version or refuses with a sentence of its own (a hyphen beside
/// `\w`, collating elements, `\Q`) stops the reading.
final class CharacterClass {
  private final PatternText text;
  private final ByteSet set = new ByteSet();

  private CharacterClass(PatternText text) {
    this.text = text;
  }

  static Piece read(PatternText text, boolean caseless) {
    boolean negated = text.take("^");
    ByteSet set = new CharacterClass(text).items();
    return Piece.oneByte((caseless ? set.bothCases() : set).java(negated));
  }

  private ByteSet items() {
    boolean first = true;
    while (first || text.peek() != ']') {
      if (!text.hasMore()) {
        text.broken("missing terminating ] for character class", text.text().length());
        return set;
      }
      item();
      first = false;
    }
    text.next();
    return set;
  }

  private void item() {
    if (text.startsWith("[:") || text.startsWith("[.") || text.startsWith("[=")) {
      posix();
      return;
    }
    OptionalInt from = member();
    if (from.isEmpty()) {
      rejectRange();
      return;
    }
    if (text.peek() != '-' || text.startsWith("-]")) {
      set.add(from.getAsInt(), from.getAsInt());
      return;
    }
    text.next();
    range(from.getAsInt());
  }

  private void range(int from) {
    if (text.peek() == '[') {
      text.beyond("\"[\" at the end of a range");
      return;
    }
    OptionalInt to = member();
    if (to.isEmpty()) {
      text.beyond("a class at the end of a range");
    } else if (to.getAsInt() < from) {
      text.broken("range out of order in character class", text.position() - 1);
    } else {
      set.add(from, to.getAsInt());
    }
  }

  private void posix() {
    if (!text.take("[:")) {
      text.beyond("a collating element");
      return;
    }
    boolean negated = text.take("^");
    ByteSet.posix(text.upTo(":]"))
        .ifPresentOrElse(
            named -> set.add(negated ? named.complement() : named),
            () -> text.beyond("an unknown POSIX class"));
    rejectRange();
  }

  private void rejectRange() {
    if (text.peek() == '-' && !text.startsWith("-]")) {
      text.beyond("a hyphen behind a class");
    }
  }

  /// One byte, or none when it was a class such as `\w`, which is then in the set.
  private OptionalInt member() {
    char c = text.next();
    if (c == 0) {
      text.beyond("a NUL");
    }
    return c == '\\' ? escape() : OptionalInt.of(c);
  }

  private OptionalInt escape() {
    char c = text.next();
    OptionalInt single = c == 'b' ? OptionalInt.of('\b') : Escape.single(c, text);
    if (single.isEmpty()) {
      ByteSet.escaped(c)
          .ifPresentOrElse(set::add, () -> text.beyond("\"\\%s\" in a class".formatted(c)));
    }
    return single;
  }
}
