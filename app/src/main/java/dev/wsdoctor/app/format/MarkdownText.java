package dev.wsdoctor.app.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of Markdown for a terminal: headings stand out, paragraphs are filled, code stays as it
/// is. It knows what our own pages use and shows anything else as it is written.
public final class MarkdownText {
  private static final Pattern ITEM = Pattern.compile("(\\s*(?:[-*]|\\d+\\.) )(.*)");

  private final Page page;
  private final StringBuilder paragraph = new StringBuilder();
  private String label = "";

  private MarkdownText(Page page) {
    this.page = page;
  }

  public static byte[] render(String markdown, boolean colour) {
    MarkdownText text = new MarkdownText(new Page(colour));
    boolean code = false;
    for (String line : markdown.strip().split("\n", -1)) {
      if (line.startsWith("```")) {
        text.flush();
        code = !code;
      } else if (code || text.isIndentedCode(line)) {
        text.page.line(Style.PLAIN, (code ? "    " : "") + line);
      } else {
        text.prose(line);
      }
    }
    text.flush();
    return text.page.bytes();
  }

  /// Four spaces make code, but not inside a paragraph or an item of a list.
  private boolean isIndentedCode(String line) {
    return line.startsWith("    ") && paragraph.isEmpty();
  }

  private void prose(String line) {
    Matcher item = ITEM.matcher(line);
    if (line.isBlank()) {
      flush();
      page.blank();
    } else if (line.startsWith("#")) {
      flush();
      page.line(Style.BOLD, line.replaceFirst("^#+ *", ""));
    } else if (line.startsWith("|")) {
      flush();
      page.line(Style.PLAIN, line);
    } else if (item.matches()) {
      flush();
      label = item.group(1);
      paragraph.append(item.group(2));
    } else {
      paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
    }
  }

  private void flush() {
    if (!paragraph.isEmpty()) {
      page.filled(label, paragraph.toString());
    }
    paragraph.setLength(0);
    label = "";
  }
}
