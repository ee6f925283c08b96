package dev.wsdoctor.conf;

/// What a piece of a configuration file is to nginx's lexer.
public enum TokenKind {
  /// An unquoted word, as written.
  WORD,
  /// A word in quotes; the range has both quotes.
  QUOTED,
  /// `;`
  SEMICOLON,
  /// `{`
  OPEN,
  /// `}`
  CLOSE,
  /// Spaces, tabs, CR and LF.
  SPACE,
  /// From `#` to the end of the line, without it.
  COMMENT,
  /// The code between the braces of OpenResty's `*_by_lua_block`.
  LUA,
  /// What nginx refuses: see the errors.
  JUNK;

  private static final TokenKind[] BY_ORDINAL = values();

  static TokenKind of(byte ordinal) {
    return BY_ORDINAL[ordinal];
  }

  boolean isArgument() {
    return this == WORD || this == QUOTED;
  }
}
