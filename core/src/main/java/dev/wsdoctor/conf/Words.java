package dev.wsdoctor.conf;

/// What a word means once nginx has copied it: without quotes, with escapes resolved.
final class Words {
  private Words() {}

  static String decode(Tokens tokens, int index) {
    int quotes = tokens.kind(index) == TokenKind.QUOTED ? 1 : 0;
    return decode(tokens.file().text(), tokens.start(index) + quotes, tokens.end(index) - quotes);
  }

  static String decode(String text, int start, int end) {
    int backslash = text.indexOf('\\', start, end);
    return backslash < 0 ? text.substring(start, end) : unescape(text, start, end);
  }

  private static String unescape(String text, int start, int end) {
    StringBuilder word = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < end) {
        i += escape(word, text.charAt(i + 1));
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }

  /// Appends what a backslash with that byte behind it stands for; returns how many of its bytes
  /// after the backslash are used up.
  private static int escape(StringBuilder word, char next) {
    switch (next) {
      case '"', '\'', '\\' -> word.append(next);
      case 't' -> word.append('\t');
      case 'r' -> word.append('\r');
      case 'n' -> word.append('\n');
      default -> {
        word.append('\\');
        return 0;
      }
    }
    return 1;
  }
}
