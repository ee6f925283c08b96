package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a configuration brought along from where it was copied: fences of Markdown, tags of a web
/// page, the shell's words around a file, marks of a diff or a merge, line numbers, dots for the
/// rest, and remarks behind an arrow or as other languages write them.
final class LeftoverText {
  private record Kind(Pattern pattern, String name) {}

  /// Whole lines that say nothing to nginx.
  private static final List<Kind> LINES =
      List.of(
          kind("[ \\t]*(?:```|~~~)[\\w-]*[ \\t]*\r?\n?", "the fences of Markdown"),
          kind(
              "[ \\t]*(?:</?(?:pre|code|p|br|div|span)\\b[^>\\n]*>[ \\t]*)+\r?\n?",
              "the tags of a web page"),
          kind(
              "[ \\t]*(?:[$#>] )?(?:sudo )?(?:(?:cat|tee)\\b[^\\n]*<<.*|EOF|EOL|END)[ \\t]*\r?\n?",
              "the shell's words around the file"),
          kind(
              "[ \\t]*(?:\\.{3}|\u00e2\u0080\u00a6|\\[\\.{3}\\])[ \\t]*\r?\n?",
              "the dots that stand for the rest"),
          kind("[ \\t]*\\{[%#][^\\n]*[%#]}[ \\t]*\r?\n?", "the lines of a template engine"),
          kind(
              "(?:diff --git|index \\w+\\.\\.|--- |\\+\\+\\+ |@@ )[^\\n]*\r?\n?",
              "the head of a diff"));

  /// Marks at the beginning of lines that are directives otherwise.
  private static final List<Kind> MARKS =
      List.of(
          kind("[+](?=[ \\t\\w}])", "the marks of a diff"),
          kind("(?<=[;}])\\*\\*|(?<=[ \\t])\\*\\*(?=\\w)", "the stars of Markdown"),
          kind("(?<=^[ \\t]{0,40})[-*][ \\t]+(?=\\w)", "the dashes of a list"),
          kind("[ \\t]*\\d{1,4}[:.|)]?(?=[ \\t]|\r?\n)", "the line numbers"),
          kind("(?:>{1,3}|\\$)[ \\t]?(?=[ \\t\\w}])", "the signs at the beginning of the lines"));

  /// Remarks behind a line, or in a line of their own, that do not begin with `#`.
  private static final List<Kind> REMARKS =
      List.of(
          kind("(?<=[;{}])[ \\t]*(?:<-+|<=+|-+>|--)[^\\n\\r]*", "the remark behind the line"),
          kind("[ \\t]*/\\*(?s:.*?)\\*/", "the comment as C writes it"),
          kind("(?<=\\S)[ \\t]+\\\\(?=;?[ \\t]*\r?$)", "the backslash at the end of the line"),
          kind("[ \\t]*(?:--|;|REM|rem|!)[ \\t][^\\n\\r]*", "the comment of another language"));

  /// Of a merge that stopped, what was there first is kept.
  private static final Pattern MERGE =
      Pattern.compile(
          "(?ms)^<{7}[^\\n]*\\n(.*?)^(?:\\|{7}.*?)?={7}[^\\n]*\\n.*?^>{7}[^\\n]*(?:\\n|\\z)");

  private LeftoverText() {}

  private static Kind kind(String regex, String name) {
    String anchored = regex.startsWith("(?<=") || regex.contains("/\\*") ? regex : "^" + regex;
    return new Kind(Pattern.compile("(?m)" + anchored), name);
  }

  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    if (!refusal.says(
        "unknown directive", "unexpected", "is not terminated", "invalid number of")) {
      return Stream.of();
    }
    Stream<Candidate> merged = takenOut(merges(file), "the second half of a merge that stopped");
    Stream<Kind> kinds = Stream.of(LINES, MARKS, REMARKS).flatMap(List::stream);
    Stream<Candidate> each =
        kinds.flatMap(kind -> takenOut(found(kind.pattern(), file), kind.name()));
    List<SourceRange> lines =
        LINES.stream().flatMap(kind -> found(kind.pattern(), file)).distinct().toList();
    Stream<Candidate> sentence =
        refusal.atPlace().limit(1).flatMap(line -> sentence(refusal, line));
    return Stream.of(
            merged, each, sentence, takenOut(lines.stream(), "what stands around the file"))
        .flatMap(candidates -> candidates);
  }

  /// Words that no directive begins with and no semicolon ends, in a line of their own.
  private static Stream<Candidate> sentence(Refusal refusal, Directive line) {
    int end = line.head().text().indexOf('\n');
    boolean known =
        !Catalogue.of(refusal.subject().version()).find(line.name()).isEmpty()
            || !refusal.says("unknown directive");
    int start = line.range().start();
    return known || end < 0
        ? Stream.of()
        : Stream.of(
            new Candidate(
                List.of(Edit.insert(line.range().file(), start, "# ")),
                "make a comment of the line that is none of nginx's",
                List.of(new SourceRange(line.range().file(), start, start + end))));
  }

  private static Stream<SourceRange> merges(SourceFile file) {
    return MERGE
        .matcher(file.text())
        .results()
        .flatMap(
            merge ->
                Stream.of(
                    new SourceRange(file, merge.start(), merge.start(1)),
                    new SourceRange(file, merge.end(1), merge.end())));
  }

  private static Stream<SourceRange> found(Pattern pattern, SourceFile file) {
    return pattern
        .matcher(file.text())
        .results()
        .filter(match -> match.end() > match.start())
        .map((MatchResult match) -> new SourceRange(file, match.start(), match.end()));
  }

  private static Stream<Candidate> takenOut(Stream<SourceRange> ranges, String what) {
    List<SourceRange> all = ranges.toList();
    return all.isEmpty()
        ? Stream.of()
        : Stream.of(
            new Candidate(
                all.stream().map(Edit::delete).toList(),
                "take out %s, which came along from where this was copied".formatted(what),
                all.stream().limit(3).toList()));
  }
}
