package dev.wsdoctor.conf;

/// Cuts a file into tokens as ngx_conf_read_token does, byte for byte.
///
/// nginx reads through a window of 4096 bytes that it can only move up to the start of the current
/// token (`mark`); a token that does not fit is an error. Where the window ends decides which
/// tokens are refused, so it is followed here.
final class Lexer {
  /// NGX_CONF_BUFFER
  private static final int WINDOW = 4096;

  /// Keeps memory in proportion on files that are made of punctuation.
  static final int MAX_TOKENS = 16_000_000;

  private static final String LUA_SUFFIX = "_by_lua_block";
  private static final int QUOTED_BYTES = 10;
  private static final char NO_QUOTE = 0;

  private final String text;
  private final Tokens tokens;
  private final Errors errors;
  private int position;
  private int mark;
  private int windowEnd;
  private int refusedToken;
  private char openQuote = NO_QUOTE;

  /// Words read since the last `;`, `{` or `}`, and where the first of them lies.
  private int arguments;

  private int nameStart;
  private int nameEnd;

  Lexer(SourceFile file, Errors errors) {
    this.text = file.text();
    this.tokens = new Tokens(file);
    this.errors = errors;
    this.windowEnd = Math.min(WINDOW, text.length());
  }

  Tokens read() {
    boolean complete = true;
    while (complete && !exhausted() && more()) {
      mark = position;
      complete = token(text.charAt(position));
    }
    if (position < text.length()) {
      tokens.add(TokenKind.JUNK, position);
    } else if (!complete || arguments > 0) {
      errors.atEnd("unexpected end of file, expecting \";\" or \"}\"");
    }
    tokens.trim();
    return tokens;
  }

  private boolean exhausted() {
    if (tokens.size() >= MAX_TOKENS) {
      errors.add(position, position, "more than " + MAX_TOKENS + " tokens: the rest is not read");
      return true;
    }
    return errors.full();
  }

  /// Whether there is a byte to read; moves nginx's window when it is used up.
  private boolean more() {
    return position < windowEnd || refill();
  }

  private boolean refill() {
    if (position >= text.length()) {
      return false;
    }
    if (position - mark == WINDOW) {
      refuseLongToken();
      mark = position;
    }
    windowEnd = Math.min(mark + WINDOW, text.length());
    return true;
  }

  private void refuseLongToken() {
    if (refusedToken != tokens.size()) {
      refusedToken = tokens.size();
      String message =
          openQuote == NO_QUOTE
              ? "too long parameter \""
                  + text.substring(mark, mark + QUOTED_BYTES)
                  + "...\" started"
              : "too long parameter, probably missing terminating \"" + openQuote + "\" character";
      errors.add(mark, mark + 1, message);
    }
  }

  /// Reads one token; false when the file ends inside of it.
  private boolean token(char first) {
    switch (first) {
      case ' ', '\t', '\r', '\n' -> space();
      case ';' -> terminator(TokenKind.SEMICOLON);
      case '{' -> open();
      case '}' -> close();
      case '#' -> comment();
      case '"', '\'' -> {
        return quoted(first);
      }
      default -> {
        return word(first);
      }
    }
    return true;
  }

  private void space() {
    tokens.add(TokenKind.SPACE, position);
    spaces();
  }

  private void spaces() {
    while (more() && isSpace(text.charAt(position))) {
      mark = position++;
    }
  }

  /// White space that ends a word is read before nginx moves its mark.
  private void spaceAfterWord() {
    tokens.add(TokenKind.SPACE, position++);
    spaces();
  }

  private void terminator(TokenKind kind) {
    if (arguments == 0) {
      unexpected(text.charAt(position));
    }
    endDirective(arguments == 0 && kind == TokenKind.SEMICOLON ? TokenKind.JUNK : kind);
  }

  private void endDirective(TokenKind kind) {
    tokens.add(kind, position++);
    mark = position;
    arguments = 0;
  }

  private void open() {
    boolean lua =
        arguments > 0
            && nameEnd - nameStart > LUA_SUFFIX.length()
            && text.startsWith(LUA_SUFFIX, nameEnd - LUA_SUFFIX.length());
    terminator(TokenKind.OPEN);
    if (lua) {
      int end = LuaBlock.end(text, position);
      if (end > position) {
        tokens.add(TokenKind.LUA, position);
        position = end;
        mark = end;
        windowEnd = Math.min(mark + WINDOW, text.length());
      }
    }
  }

  private void close() {
    if (arguments > 0) {
      unexpected('}');
    }
    endDirective(TokenKind.CLOSE);
  }

  private void comment() {
    tokens.add(TokenKind.COMMENT, position++);
    while (more()) {
      int lineEnd = text.indexOf('\n', position, windowEnd);
      if (lineEnd >= 0) {
        position = lineEnd;
        return;
      }
      position = windowEnd;
    }
  }

  private boolean word(char first) {
    tokens.add(TokenKind.WORD, position++);
    if (scanWord(first)) {
      argument();
      if (isSpace(text.charAt(position))) {
        spaceAfterWord();
      }
      return true;
    }
    return false;
  }

  /// Goes to the byte that ends the word; false when the file ends first.
  private boolean scanWord(char first) {
    boolean escaped = first == '\\';
    boolean variable = first == '$';
    for (; more(); position++) {
      char c = text.charAt(position);
      if (escaped) {
        escaped = false;
      } else if (c != '{' || !variable) {
        if (c == ';' || c == '{' || isSpace(c)) {
          return true;
        }
        variable = c == '$';
        escaped = c == '\\';
      }
    }
    return false;
  }

  private boolean quoted(char quote) {
    tokens.add(TokenKind.QUOTED, position);
    mark = ++position;
    openQuote = quote;
    boolean closed = scanQuoted(quote);
    openQuote = NO_QUOTE;
    if (!closed) {
      tokens.become(TokenKind.JUNK);
      return false;
    }
    argument();
    afterQuote();
    return true;
  }

  private boolean scanQuoted(char quote) {
    boolean escaped = false;
    while (more()) {
      char c = text.charAt(position++);
      if (escaped) {
        escaped = false;
      } else if (c == quote) {
        return true;
      } else {
        escaped = c == '\\';
      }
    }
    return false;
  }

  private void afterQuote() {
    if (!more()) {
      return;
    }
    char c = text.charAt(position);
    if (isSpace(c)) {
      spaceAfterWord();
    } else if (c != ';' && c != '{' && c != ')' && c != '}') {
      unexpected(c);
    }
  }

  private void argument() {
    if (arguments++ == 0) {
      nameStart = tokens.start(tokens.size() - 1);
      nameEnd = position;
    }
  }

  private void unexpected(char c) {
    errors.add(position, position + 1, "unexpected \"" + c + "\"");
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }
}
