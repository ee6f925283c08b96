package dev.wsdoctor.regex;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Translates a PCRE pattern to java.util.regex, construct by construct, where both mean the same.
///
/// `close` is set by a construct that both know and that is only shown by test to be alike. What is
/// left to PCRE, because the engines differ: groups that are repeated although they may be empty,
/// captures inside look-around and nested in repetitions, everything that Java does not have.
final class Translator {
  private final PatternText text;
  private final Map<String, Integer> names = new HashMap<>();
  private boolean caseless;
  private boolean close;
  private int groups;
  private int nesting;

  private Translator(PatternText text, boolean caseless) {
    this.text = text;
    this.caseless = caseless;
  }

  static Translation translate(String pattern, boolean caseless) {
    PatternText text = new PatternText(pattern);
    boolean anyCase = text.take("(?i)") || caseless;
    return new Translator(text, anyCase).translate(anyCase);
  }

  private Translation translate(boolean anyCase) {
    Piece whole = alternatives();
    if (text.hasMore()) {
      text.broken("unmatched closing parenthesis", text.position());
    }
    if (text.isStopped()) {
      return text.why();
    }
    JavaPattern java = JavaPattern.compile(whole.java(), anyCase, names).orElse(null);
    if (java == null) {
      return new Translation.Beyond("a form that Java refuses");
    }
    return close ? new Translation.Close(java) : new Translation.Same(java);
  }

  private Piece alternatives() {
    Piece all = sequence();
    while (text.take("|")) {
      all = all.or(sequence());
    }
    return all;
  }

  private Piece sequence() {
    Piece all = Piece.EMPTY;
    while (text.hasMore() && text.peek() != '|' && text.peek() != ')') {
      all = all.then(quantified(item()));
    }
    return all;
  }

  private Piece item() {
    char c = text.next();
    return switch (c) {
      case '(' -> group();
      case '[' -> CharacterClass.read(text, caseless);
      case '\\' -> escape(text.next());
      case '.' -> Piece.oneByte(".");
      case '^', '$' -> Piece.assertion(String.valueOf(c));
      case '*', '+', '?' -> nothingToRepeat(text.position() - 1);
      case '{' -> brace();
      default -> literal(c);
    };
  }

  private Piece nothingToRepeat(int offset) {
    text.broken("quantifier does not follow a repeatable item", offset);
    return Piece.EMPTY;
  }

  /// A brace that opens no quantifier is literal; PCRE 10.43 and earlier differ on what opens one.
  private Piece brace() {
    char next = text.peek();
    if (ByteSet.isDigit(next) || next == ',' || next == ' ' || next == '\t') {
      return beyond("\"{\" without a count");
    }
    return literal('{');
  }

  private Piece literal(char c) {
    if (c == 0 || c > 0xff) {
      return beyond("a NUL or a character that is no byte");
    }
    boolean isPlain = c <= ' ' || c >= 0x7f || ByteSet.isLetter(c) || ByteSet.isDigit(c);
    return Piece.oneByte(isPlain ? String.valueOf(c) : "\\" + c);
  }

  private Piece escape(char c) {
    OptionalInt single = Escape.single(c, text);
    if (single.isPresent()) {
      return literal((char) single.getAsInt());
    }
    return switch (c) {
      case 'd', 'D', 'w', 'W', 's', 'S' -> Piece.oneByte("\\" + c);
      case 'h', 'H', 'v', 'V' -> Piece.oneByte(ByteSet.escaped(c).orElseThrow().java(false));
      case 'N' -> text.peek() == '{' ? beyond("\"\\N{\"") : Piece.oneByte("[^\\n]");
      case 'b', 'B', 'A', 'z', 'Z' -> Piece.assertion("\\" + c);
      case 'R' -> lineEnd();
      default -> ByteSet.isDigit(c) ? backReference(c) : beyond("\"\\%s\"".formatted(c));
    };
  }

  private Piece lineEnd() {
    close = true;
    return new Piece("(?>\\r\\n|[\\n-\\r\\x85])", 1, 2, 0, Piece.Kind.GROUP);
  }

  /// `\1` to `\9`, to a group that is closed already or may be; the rest is left to PCRE.
  private Piece backReference(char digit) {
    if (digit == '0' || digit - '0' > groups || nesting > 0 || ByteSet.isDigit(text.peek())) {
      return beyond("\"\\%s\"".formatted(digit));
    }
    close = true;
    return new Piece("\\" + digit, 0, Piece.UNBOUNDED, 0, Piece.Kind.GROUP);
  }

  private Piece group() {
    int opened = text.position();
    if (++nesting > Limits.NESTING) {
      return beyond("more than %d nested groups".formatted(Limits.NESTING));
    }
    Piece piece = groupBehind();
    if (!text.isStopped() && !text.take(")")) {
      text.broken("missing closing parenthesis", text.text().length());
    }
    nesting--;
    if (text.position() - opened > Limits.COPIED_TEXT) {
      return beyond("a very long group");
    }
    return piece;
  }

  private Piece groupBehind() {
    if (text.startsWith("*")) {
      return beyond("a verb");
    }
    if (!text.take("?")) {
      groups++;
      return alternatives().enclosed("(", Piece.Kind.CAPTURE);
    }
    if (text.take(":")) {
      return alternatives().enclosed("(?:", Piece.Kind.GROUP);
    }
    if (text.take("=")) {
      // PCRE2 10.42 takes the byte it looks for as the first byte of a match and then does not find
      // "b" with "(?=b)c?b".
      return text.text().startsWith("^") ? around("(?=") : beyond("a look-ahead without \"^\"");
    }
    if (text.take("!")) {
      return around("(?!");
    }
    if (text.take("<=")) {
      return behind("(?<=");
    }
    if (text.take("<!")) {
      return behind("(?<!");
    }
    if (text.take(">")) {
      return atomic();
    }
    if (text.take("i:")) {
      return anyCase();
    }
    return named();
  }

  private Piece named() {
    if (text.take("<") || text.take("P<")) {
      return named(text.upTo(">"));
    }
    return text.take("'") ? named(text.upTo("'")) : beyond("\"(?" + text.peek() + "\"");
  }

  private Piece named(String name) {
    if (!isName(name) || names.putIfAbsent(name, ++groups) != null) {
      return beyond("a group named \"" + name + "\"");
    }
    return alternatives().enclosed("(", Piece.Kind.CAPTURE);
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > Limits.NAME || ByteSet.isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!ByteSet.isWord(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private Piece around(String opening) {
    Piece inner = alternatives();
    return inner.groups() > 0
        ? beyond("a capture in a look-around")
        : Piece.assertion(inner.enclosed(opening, Piece.Kind.GROUP).java());
  }

  private Piece behind(String opening) {
    close = true;
    Piece inner = alternatives();
    return inner.groups() > 0 || !inner.hasFixedWidth()
        ? beyond("a look-behind of several widths")
        : Piece.assertion(inner.enclosed(opening, Piece.Kind.GROUP).java());
  }

  private Piece atomic() {
    close = true;
    Piece inner = alternatives();
    // PCRE2 10.42 makes what stands before an empty alternative possessive when it must not.
    return inner.groups() > 0 || inner.canBeEmpty()
        ? beyond("an atomic group with a capture or an empty alternative")
        : inner.enclosed("(?>", Piece.Kind.GROUP);
  }

  private Piece anyCase() {
    close = true;
    boolean outside = caseless;
    caseless = true;
    Piece inner = alternatives();
    caseless = outside;
    return inner.enclosed("(?i:", Piece.Kind.GROUP);
  }

  private Piece quantified(Piece piece) {
    Quantifier times = Quantifier.at(text.text(), text.position()).orElse(null);
    if (times == null || text.isStopped()) {
      return piece;
    }
    text.skip(times.length());
    if (!times.isInOrder()) {
      return beyond("a count out of order");
    }
    String trouble = troubleOfRepeating(piece, times);
    if (!trouble.isEmpty()) {
      return beyond(trouble);
    }
    int behind = text.position();
    if (Quantifier.at(text.text(), behind).isPresent()) {
      return text.peek() == '{' ? beyond("a repeated repetition") : nothingToRepeat(behind);
    }
    return piece.repeated(times);
  }

  private String troubleOfRepeating(Piece piece, Quantifier times) {
    if (times.most() == 0) {
      return "a count of 0";
    }
    return switch (piece.kind()) {
      case BYTE -> "";
      case ASSERTION, SEQUENCE -> "a repeated assertion";
      case CAPTURE, GROUP -> troubleOfRepeatingGroup(piece, times);
    };
  }

  private String troubleOfRepeatingGroup(Piece piece, Quantifier times) {
    if (times.isPossessive()) {
      return "a possessive group";
    }
    if (times.most() == 1) {
      return "";
    }
    if (piece.canBeEmpty()) {
      return "a repeated group that may be empty";
    }
    if (piece.groups() > (piece.kind() == Piece.Kind.CAPTURE ? 1 : 0)) {
      return "a capture nested in a repeated group";
    }
    int copies = times.isOpen() ? times.least() : times.most();
    if ((long) copies * piece.java().length() > Limits.COPIED_TEXT) {
      return "a group repeated very often";
    }
    close |= piece.groups() > 0 || copies > 1;
    return "";
  }

  private Piece beyond(String construct) {
    text.beyond(construct);
    return Piece.EMPTY;
  }
}
