package dev.wsdoctor.app.format;

import java.nio.charset.StandardCharsets;

/// Text laid out for a person at 80 columns, or as many as the terminal has, if those are fewer.
/// What it is given may come from files or servers: it is decoded and made harmless on its way in.
final class Page {
  private static final int WIDTH = 80;

  private final StringBuilder out = new StringBuilder();
  private final boolean colour;
  private final Folder folder;
  private final int width;

  Page(boolean colour) {
    this(colour, "");
  }

  /// Paths below `folder` are written without it, as a person who stands there would.
  Page(boolean colour, String folder) {
    this(new Viewer(colour, folder, false));
  }

  Page(Viewer viewer) {
    this.colour = viewer.terminal();
    this.folder = new Folder(viewer.folder());
    this.width = Math.min(WIDTH, viewer.width());
  }

  Page blank() {
    return end();
  }

  Page line(Style style, String text) {
    append(style, clean(text));
    return end();
  }

  /// Words filled to the width; lines after the first start below the text, not below the label.
  /// Words that are too long (paths, URLs) are never cut.
  Page filled(Style style, String label, String text) {
    String hang = " ".repeat(label.length());
    String lead = label;
    for (String paragraph : clean(text).split("\n", -1)) {
      lead = fill(style, lead, hang, paragraph);
    }
    return this;
  }

  Page filled(String label, String text) {
    return filled(Style.PLAIN, label, text);
  }

  /// As many lines as the text has, each behind the indentation, none filled.
  Page verbatim(String indentation, String text) {
    text.lines().forEach(line -> line(Style.PLAIN, indentation + line));
    return this;
  }

  /// A unified diff, its lines coloured by their sign.
  Page diff(String indentation, String diff) {
    for (String line : clean(diff).lines().toList()) {
      Style style =
          switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> Style.GREEN;
            case '-' -> Style.RED;
            case '@' -> Style.FAINT;
            default -> Style.PLAIN;
          };
      out.append(indentation);
      append(style, line);
      end();
    }
    return this;
  }

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String fill(Style style, String lead, String hang, String paragraph) {
    StringBuilder line = new StringBuilder();
    String start = lead;
    for (String word : paragraph.replace('\t', ' ').strip().split(" +", -1)) {
      if (!line.isEmpty() && start.length() + line.length() + 1 + word.length() > width) {
        out.append(start);
        append(style, line.toString());
        end();
        start = hang;
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    out.append(start);
    append(style, line.toString());
    end();
    return hang;
  }

  private void append(Style style, String text) {
    out.append(colour ? style.around(text) : text);
  }

  private Page end() {
    int last = out.length();
    while (last > 0 && out.charAt(last - 1) == ' ') {
      last--;
    }
    out.setLength(last);
    out.append('\n');
    return this;
  }

  private String clean(String text) {
    return folder.strip(ByteText.readable(text.replace("\r\n", "\n")));
  }
}
