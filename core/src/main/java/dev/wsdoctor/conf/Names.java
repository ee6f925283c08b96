package dev.wsdoctor.conf;

import org.jspecify.annotations.Nullable;

/// One String per directive name: a file says `proxy_set_header` a hundred thousand times.
final class Names {
  /// A power of two well above the number of directives; the keys of a large map just miss.
  private static final int SLOTS = 4096;

  private final @Nullable String[] slots = new @Nullable String[SLOTS];

  String of(Tokens tokens, int index) {
    if (tokens.kind(index) == TokenKind.QUOTED) {
      return Words.decode(tokens, index);
    }
    String text = tokens.file().text();
    int start = tokens.start(index);
    int end = tokens.end(index);
    int slot = hash(text, start, end) & (SLOTS - 1);
    String known = slots[slot];
    if (known != null && known.length() == end - start && text.startsWith(known, start)) {
      return known;
    }
    String name = Words.decode(text, start, end);
    if (name.length() == end - start) {
      slots[slot] = name;
    }
    return name;
  }

  private static int hash(String text, int start, int end) {
    int hash = end - start;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash ^ hash >>> 15;
  }
}
