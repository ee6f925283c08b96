package dev.wsdoctor.conf;

import java.util.List;

/// Writes new directives as the author of a file would: with the file's line ends and the block's
/// indentation.
public record Layout(String lineEnd, String indentation) {
  private static final String STEP = "    ";

  /// The layout of directives directly inside a block.
  public static Layout inside(Directive block) {
    SourceFile file = block.range().file();
    String lineEnd = file.text().contains("\r\n") ? "\r\n" : "\n";
    return new Layout(
        lineEnd,
        block.children().stream()
            .filter(child -> startsItsLine(child.range()))
            .filter(child -> child.range().file() == file)
            .findFirst()
            .map(child -> indentation(child.range()))
            .orElseGet(() -> indentation(block.range()) + STEP));
  }

  /// The layout of directives beside this one.
  public static Layout beside(Directive directive) {
    SourceFile file = directive.range().file();
    String lineEnd = file.text().contains("\r\n") ? "\r\n" : "\n";
    return new Layout(lineEnd, indentation(directive.range()));
  }

  /// Lines of their own behind a directive.
  public static Edit after(Directive directive, List<String> lines) {
    SourceRange range = directive.range();
    return Edit.insert(
        range.file(), endWithComment(range.file(), range.end()), beside(directive).each(lines));
  }

  /// Behind a comment that ends the line, or the offset itself.
  private static int endWithComment(SourceFile file, int offset) {
    String text = file.text();
    int lineEnd = text.indexOf('\n', offset);
    String rest = lineEnd < 0 ? "" : text.substring(offset, lineEnd);
    return rest.strip().startsWith("#") ? offset + rest.stripTrailing().length() : offset;
  }

  /// Lines of their own in front of a directive.
  public static Edit before(Directive directive, List<String> lines) {
    Layout layout = beside(directive);
    String text =
        layout.each(lines).substring(layout.lineEnd.length() + layout.indentation.length());
    return Edit.insert(
        directive.range().file(),
        directive.range().start(),
        text + layout.lineEnd + layout.indentation);
  }

  /// Lines of their own behind the opening brace of a block.
  public static Edit first(Directive block, List<String> lines) {
    SourceFile file = block.range().file();
    int brace = file.text().indexOf('{', block.head().end());
    Layout layout = inside(block);
    boolean oneLine = block.range().line() == file.lineAt(block.range().end() - 1);
    String tail = oneLine ? layout.lineEnd + indentation(block.range()) : "";
    return Edit.insert(file, endWithComment(file, brace + 1), layout.each(lines) + tail);
  }

  /// Lines of their own at the end of a block.
  public static Edit last(Directive block, List<String> lines) {
    SourceFile file = block.range().file();
    return block.children().stream()
        .filter(child -> child.range().file() == file)
        .reduce((_, later) -> later)
        .map(child -> after(child, lines))
        .orElseGet(() -> first(block, lines));
  }

  /// Takes a directive away, with its whole line and the comment behind it when it stands there
  /// alone.
  public static Edit remove(Directive directive) {
    SourceRange range = directive.range();
    String text = range.file().text();
    int lineEnd = text.indexOf('\n', range.end());
    String rest = lineEnd < 0 ? "" : text.substring(range.end(), lineEnd).strip();
    boolean alone =
        startsItsLine(range) && lineEnd >= 0 && (rest.isEmpty() || rest.startsWith("#"));
    if (!alone) {
      return Edit.delete(range);
    }
    int lineStart = range.start() == 0 ? 0 : text.lastIndexOf('\n', range.start() - 1) + 1;
    return Edit.delete(new SourceRange(range.file(), lineStart, lineEnd + 1));
  }

  /// Each line with a line end and the indentation in front.
  public String each(List<String> lines) {
    StringBuilder out = new StringBuilder();
    for (String line : lines) {
      out.append(lineEnd).append(line.isEmpty() ? "" : indentation).append(line);
    }
    return out.toString();
  }

  /// A directive's lines without the indentation that they have in common with its first.
  public static List<String> lines(Directive directive) {
    SourceFile file = directive.range().file();
    int start = directive.range().start();
    int lineStart = start == 0 ? 0 : file.text().lastIndexOf('\n', start - 1) + 1;
    String indentation = file.text().substring(lineStart, start);
    return directive
        .range()
        .text()
        .lines()
        .map(line -> line.startsWith(indentation) ? line.substring(indentation.length()) : line)
        .toList();
  }

  /// The white space between the start of the line and the range, none if something else stands
  /// there.
  private static String indentation(SourceRange range) {
    String text = range.file().text();
    int lineStart = text.lastIndexOf('\n', Math.max(0, range.start() - 1)) + 1;
    if (range.start() == 0) {
      return "";
    }
    int end = lineStart;
    while (end < range.start() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    return text.substring(lineStart, end);
  }

  private static boolean startsItsLine(SourceRange range) {
    String text = range.file().text();
    int lineStart = text.lastIndexOf('\n', Math.max(0, range.start() - 1)) + 1;
    return text.substring(Math.min(lineStart, range.start()), range.start()).isBlank();
  }
}
