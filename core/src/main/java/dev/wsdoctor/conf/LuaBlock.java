package dev.wsdoctor.conf;

/// Finds the end of Lua code in `*_by_lua_block { ... }` by Lua's rules for strings, comments and
/// long brackets, as ngx_http_lua_conf_lua_block_parse does.
final class LuaBlock {
  private final String text;
  private int position;

  private LuaBlock(String text, int start) {
    this.text = text;
    this.position = start;
  }

  /// Offset of the `}` that closes the block whose code starts at `start`; the end of the text when
  /// there is none.
  static int end(String text, int start) {
    return new LuaBlock(text, start).find();
  }

  private int find() {
    int depth = 1;
    for (; position < text.length(); position++) {
      switch (text.charAt(position)) {
        case '{' -> depth++;
        case '}' -> {
          if (--depth == 0) {
            return position;
          }
        }
        case '"', '\'' -> skipString(text.charAt(position));
        case '[' -> skipLongBracket();
        case '-' -> skipComment();
        default -> {}
      }
    }
    return text.length();
  }

  private void skipString(char quote) {
    for (position++; position < text.length(); position++) {
      char c = text.charAt(position);
      if (c == quote || c == '\n') {
        return;
      }
      if (c == '\\') {
        position++;
      }
    }
  }

  /// `[[`, `[=[`, ...: up to the matching `]]`, `]=]`; leaves the position on its last byte.
  private boolean skipLongBracket() {
    int second = position + 1;
    while (second < text.length() && text.charAt(second) == '=') {
      second++;
    }
    if (second >= text.length() || text.charAt(second) != '[') {
      return false;
    }
    String closing = "]" + "=".repeat(second - position - 1) + "]";
    int found = text.indexOf(closing, second + 1);
    position = found < 0 ? text.length() : found + closing.length() - 1;
    return true;
  }

  private void skipComment() {
    if (!text.startsWith("--", position)) {
      return;
    }
    position += 2;
    if (position < text.length() && text.charAt(position) == '[' && skipLongBracket()) {
      return;
    }
    int lineEnd = text.indexOf('\n', position);
    position = lineEnd < 0 ? text.length() : lineEnd;
  }
}
