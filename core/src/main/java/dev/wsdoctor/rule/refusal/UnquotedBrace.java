package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A regular expression with a quantifier in braces and without quotes: for nginx `{` ends the word
/// and opens a block.
final class UnquotedBrace {
  private static final Pattern WORD =
      Pattern.compile(
          "(?<=[ \\t])[^\\s\"'#;{}][^\\s\"'#;{}]*(?:\\{\\d+(?:,\\d*)?\\}[^\\s\"';{}]*)+");

  private UnquotedBrace() {}

  /// Each word alone, then all of the file.
  static Stream<Candidate> candidates(SourceFile file) {
    List<Edit> edits = new ArrayList<>();
    Matcher words = WORD.matcher(file.text());
    while (words.find()) {
      if (!isComment(file.text(), words.start())) {
        SourceRange word = new SourceRange(file, words.start(), words.end());
        edits.add(new Edit(word, '"' + word.text() + '"'));
      }
    }
    Stream<List<Edit>> all = edits.size() > 1 ? Stream.of(edits) : Stream.of();
    return Stream.concat(edits.stream().map(List::of), all).map(UnquotedBrace::candidate);
  }

  private static boolean isComment(String text, int at) {
    return text.substring(text.lastIndexOf('\n', at) + 1, at).contains("#");
  }

  private static Candidate candidate(List<Edit> edits) {
    SourceRange first = edits.getFirst().range();
    return new Candidate(
        edits,
        "put %s in quotes: a brace without them opens a block".formatted(first.text()),
        edits.stream().map(Edit::range).toList());
  }
}
