package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A `}` too many: in a file that is laid out well it stands below another one and no further to
/// the left, or at the very end.
final class SuperfluousBrace {
  private SuperfluousBrace() {}

  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    boolean fits =
        refusal.message().contains("unexpected \"}\"")
            || refusal.message().contains("directive is not allowed here");
    return fits ? lines(file).stream() : Stream.of();
  }

  private static List<Candidate> lines(SourceFile file) {
    List<Candidate> candidates = new ArrayList<>();
    int start = 0;
    int above = -1;
    int last = -1;
    for (String line : file.text().split("(?<=\n)", -1)) {
      boolean closes = line.strip().equals("}");
      int indentation = closes ? line.indexOf('}') : -1;
      if (closes && above >= 0 && indentation >= above) {
        candidates.add(without(file, start, line));
      }
      last = closes ? start : last;
      above = indentation;
      start += line.length();
    }
    if (last >= 0) {
      candidates.add(without(file, last, lineAt(file, last)));
    }
    return candidates;
  }

  private static String lineAt(SourceFile file, int start) {
    int end = file.text().indexOf('\n', start);
    return file.text().substring(start, end < 0 ? file.text().length() : end + 1);
  }

  private static Candidate without(SourceFile file, int start, String line) {
    return new Candidate(
        Edit.delete(new SourceRange(file, start, start + line.length())),
        "take out the } that closes too much at %s:%s".formatted(file.name(), file.lineAt(start)));
  }
}
