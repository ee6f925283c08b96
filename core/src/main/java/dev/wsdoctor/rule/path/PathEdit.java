package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import java.util.ArrayList;
import java.util.List;

/// Something that can be tried to have another path sent: the line by which it is to be done, and
/// the edits. Of those that help the one of the smallest size is taken.
record PathEdit(Directive line, List<Edit> edits, int size) {
  PathEdit(Directive line, List<Edit> edits) {
    this(line, edits, size(edits));
  }

  private static int size(List<Edit> edits) {
    return edits.stream()
        .mapToInt(edit -> edit.range().text().length() + edit.replacement().length())
        .sum();
  }

  PathEdit and(Edit other) {
    List<Edit> both = new ArrayList<>(edits);
    both.add(other);
    return new PathEdit(line, both);
  }

  Fix fix() {
    return Fix.review(advice(), edits);
  }

  /// The line as it is to be.
  private String advice() {
    Edit edit = edits.getFirst();
    SourceRange range = edit.range();
    String text = range.file().text();
    if (edit.replacement().contains("\n")) {
      return "add " + edit.replacement().strip();
    }
    int start = text.lastIndexOf('\n', range.start() - 1) + 1;
    int end = text.indexOf('\n', range.end());
    String rest = text.substring(range.end(), end < 0 ? text.length() : end);
    String line = (text.substring(start, range.start()) + edit.replacement() + rest).strip();
    return line.isEmpty() || range.text().contains("\n")
        ? "take out " + range.text().strip()
        : "write " + line;
  }
}
