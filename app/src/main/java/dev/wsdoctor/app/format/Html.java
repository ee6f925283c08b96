package dev.wsdoctor.app.format;

import java.util.Set;

/// Writes HTML in the order of the calls. All text and every attribute comes in here and is
/// decoded, made harmless and escaped, so that nothing read from a file or a server becomes markup.
///
/// An element is named as in a style sheet: `p.headline`; attributes are names and values in turn.
final class Html {
  /// No line end goes behind these, because it would show.
  private static final Set<String> INLINE =
      Set.of("a", "b", "bdi", "code", "del", "ins", "span", "strong");

  private final StringBuilder out = new StringBuilder();

  /// An element around what `content` writes.
  Html in(String element, Runnable content, String... attributes) {
    String tag = open(element, attributes);
    content.run();
    close(tag);
    return this;
  }

  /// An element around a text.
  Html put(String element, String text, String... attributes) {
    return in(element, () -> text(text), attributes);
  }

  /// An element that has no content. The slash makes the page XML as well, which tests read.
  Html lone(String element, String... attributes) {
    open(element, attributes);
    out.setLength(out.length() - 1);
    out.append("/>\n");
    return this;
  }

  Html text(String text) {
    out.append(Xml.escaped(text));
    return this;
  }

  /// What our own resources say; never what was read elsewhere.
  Html markup(String ours) {
    out.append(ours);
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private String open(String element, String... attributes) {
    String[] names = element.split("\\.", -1);
    out.append('<').append(names[0]);
    if (names.length > 1) {
      out.append(" class=\"").append(element.substring(names[0].length() + 1).replace('.', ' '));
      out.append('"');
    }
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(Xml.escaped(attributes[i + 1])).append('"');
    }
    out.append('>');
    return names[0];
  }

  private void close(String tag) {
    out.append("</").append(tag).append('>');
    if (!INLINE.contains(tag)) {
      out.append('\n');
    }
  }
}
