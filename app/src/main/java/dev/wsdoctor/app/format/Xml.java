package dev.wsdoctor.app.format;

import java.nio.charset.StandardCharsets;

/// Writes XML 1.0 in the order of the calls, indented. Text is decoded on its way in, and what XML
/// has no way to say is made visible.
final class Xml {
  private final StringBuilder out =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  private int depth;

  /// An element around what `content` writes; `attributes` are names and values in turn.
  void element(String name, Runnable content, String... attributes) {
    start(name, attributes);
    out.append(">\n");
    depth++;
    content.run();
    depth--;
    indent();
    out.append("</").append(name).append(">\n");
  }

  void text(String name, String text, String... attributes) {
    start(name, attributes);
    out.append('>').append(escaped(text)).append("</").append(name).append(">\n");
  }

  void empty(String name, String... attributes) {
    start(name, attributes);
    out.append("/>\n");
  }

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void start(String name, String... attributes) {
    indent();
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      String value = escaped(attributes[i + 1]).replace("\n", "&#10;").replace("\t", "&#9;");
      out.append(' ').append(attributes[i]).append("=\"").append(value).append('"');
    }
  }

  private void indent() {
    out.append("  ".repeat(depth));
  }

  /// Fit for text and for a value in double quotes, of HTML too.
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    ByteText.readable(text).codePoints().forEach(c -> append(escaped, c));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int c) {
    switch (c) {
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '&' -> escaped.append("&amp;");
      case '"' -> escaped.append("&quot;");
      default -> escaped.appendCodePoint(isChar(c) ? c : 0xfffd);
    }
  }

  /// XML 1.0, production 2, for what is left after control characters were made visible.
  private static boolean isChar(int c) {
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return !surrogate && c != 0xfffe && c != 0xffff;
  }
}
