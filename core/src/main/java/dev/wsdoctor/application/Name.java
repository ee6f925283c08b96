package dev.wsdoctor.application;

/// A name, and its words with a dash before, between and behind them: `home_assistant.local` has
/// `-home-assistant-local-`.
public record Name(String text, String words) {
  public static Name of(String text) {
    StringBuilder words = new StringBuilder(text.length() + 2).append('-');
    for (int i = 0; i < text.length(); i++) {
      char c = Character.toLowerCase(text.charAt(i));
      boolean isWord = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (isWord) {
        words.append(c);
      } else if (words.charAt(words.length() - 1) != '-') {
        words.append('-');
      }
    }
    if (words.charAt(words.length() - 1) != '-') {
      words.append('-');
    }
    return new Name(text, words.toString());
  }

  /// Whether all words of the other stand in this one, side by side.
  boolean has(Name other) {
    return words.contains(other.words);
  }
}
