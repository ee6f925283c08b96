package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// Where a `}` may be missing: before a line that is indented no deeper than a block that is still
/// open, before each block that stands inside another, and at the end of the file.
final class LostBrace {
  private final SourceFile file;
  private final Deque<Integer> openAt = new ArrayDeque<>();
  private final List<Candidate> candidates = new ArrayList<>();

  private LostBrace(SourceFile file) {
    this.file = file;
  }

  /// Where the indentation tells: in a file that is laid out well, the surest sign.
  static Stream<Candidate> byIndentation(SourceFile file) {
    return new LostBrace(file).byIndentation().stream();
  }

  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    Stream<Candidate> beforeBlocks =
        WrittenDirectives.of(refusal.subject().configuration(), file)
            .filter(Directive::isBlock)
            .map(block -> at(file, lineStart(file, block.range().start()), ""));
    return Stream.concat(beforeBlocks, Stream.of(atEnd(file)));
  }

  private List<Candidate> byIndentation() {
    int start = 0;
    for (String line : file.text().split("(?<=\n)", -1)) {
      read(line, start);
      start += line.length();
    }
    return candidates;
  }

  private void read(String line, int start) {
    String code = line.strip();
    if (code.isEmpty() || code.startsWith("#")) {
      return;
    }
    int indentation = line.indexOf(code.charAt(0));
    boolean closes = code.startsWith("}");
    if (!openAt.isEmpty() && indentation < openAt.peek() + (closes ? 0 : 1)) {
      candidates.add(at(file, start, " ".repeat(openAt.peek())));
    }
    count(code, indentation);
  }

  private void count(String code, int indentation) {
    for (char c : code.replaceAll("#.*|\"[^\"]*\"|'[^']*'|\\$\\{", "").toCharArray()) {
      if (c == '{') {
        openAt.push(indentation);
      }
      if (c == '}' && !openAt.isEmpty()) {
        openAt.pop();
      }
    }
  }

  private static int lineStart(SourceFile file, int offset) {
    return offset == 0 ? 0 : file.text().lastIndexOf('\n', offset - 1) + 1;
  }

  private static Candidate at(SourceFile file, int start, String indentation) {
    String lineEnd = file.text().contains("\r\n") ? "\r\n" : "\n";
    return new Candidate(
        Edit.insert(file, start, indentation + "}" + lineEnd),
        "close the block that is still open before %s:%s"
            .formatted(file.name(), file.lineAt(start)));
  }

  private static Candidate atEnd(SourceFile file) {
    String text = file.text();
    String before = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    return new Candidate(
        Edit.insert(file, text.length(), before + "}\n"), "close the last block of " + file.name());
  }
}
