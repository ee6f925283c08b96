package dev.wsdoctor.application;

import java.util.List;

/// A configuration that grows line by line, indented by its blocks.
final class ConfigurationText {
  private static final String INDENT = "    ";
  private static final int WIDTH = 96;

  private final StringBuilder text = new StringBuilder();
  private int depth;

  ConfigurationText line(String line) {
    text.append(INDENT.repeat(depth)).append(line).append('\n');
    return this;
  }

  ConfigurationText empty() {
    text.append('\n');
    return this;
  }

  ConfigurationText lines(List<String> lines) {
    lines.forEach(this::line);
    return this;
  }

  ConfigurationText open(String head) {
    line(head + " {");
    depth++;
    return this;
  }

  ConfigurationText close() {
    depth--;
    return line("}");
  }

  /// A sentence, broken where it gets too long.
  ConfigurationText comment(String sentence) {
    return comment("# ", sentence);
  }

  /// The same as an item of a list.
  ConfigurationText item(String sentence) {
    return comment("# * ", sentence);
  }

  private ConfigurationText comment(String start, String sentence) {
    String again = "#" + " ".repeat(start.length() - 1);
    StringBuilder line = new StringBuilder(start);
    for (String word : sentence.split(" ", -1)) {
      boolean full = depth * INDENT.length() + line.length() + word.length() > WIDTH;
      if (full && line.length() > start.length()) {
        line(line.toString().stripTrailing());
        line = new StringBuilder(again);
      }
      line.append(word).append(' ');
    }
    return line(line.toString().stripTrailing());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
