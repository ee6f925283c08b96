package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Signs of other languages: comments behind `//`, semicolons behind braces, the entities in which
/// web pages write quotes.
final class ForeignWords {
  private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*(//)|[;{}][ \\t]*(//)");

  private static final Pattern SEMICOLON = Pattern.compile("[;}]([ \\t]*;)");

  private static final Pattern ENTITY = Pattern.compile("&(?:quot|#34|#39|apos|lt|gt|amp|nbsp);");

  private static final Map<String, String> MEANINGS =
      Map.of(
          "&quot;", "\"", "&#34;", "\"", "&#39;", "'", "&apos;", "'", "&lt;", "<", "&gt;", ">",
          "&amp;", "&", "&nbsp;", " ");

  private ForeignWords() {}

  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    Stream<Candidate> comments = refusal.message().contains("\"//") ? comments(file) : Stream.of();
    Stream<Candidate> semicolons =
        refusal.message().contains("unexpected \";\"") ? semicolons(file) : Stream.of();
    return Stream.of(comments, semicolons, entities(file)).flatMap(candidates -> candidates);
  }

  private static Stream<Candidate> comments(SourceFile file) {
    return together(
        COMMENT.matcher(file.text()).results().map(found -> new Edit(group(file, found), "#")),
        "begin comments with #");
  }

  private static SourceRange group(SourceFile file, MatchResult found) {
    int group = found.group(1) == null ? 2 : 1;
    return new SourceRange(file, found.start(group), found.end(group));
  }

  private static Stream<Candidate> semicolons(SourceFile file) {
    return together(
        SEMICOLON
            .matcher(file.text())
            .results()
            .map(found -> new SourceRange(file, found.start(1), found.end(1)))
            .filter(range -> !isInComment(range))
            .map(Edit::delete),
        "take out the semicolons that end nothing");
  }

  private static Stream<Candidate> entities(SourceFile file) {
    return together(
        ENTITY
            .matcher(file.text())
            .results()
            .map(found -> new SourceRange(file, found.start(), found.end()))
            .filter(range -> !isInComment(range))
            .map(range -> new Edit(range, MEANINGS.getOrDefault(range.text(), range.text()))),
        "write the signs that the entities of a web page stand for");
  }

  private static boolean isInComment(SourceRange range) {
    String text = range.file().text();
    int start = text.lastIndexOf('\n', range.start()) + 1;
    return text.substring(start, Math.max(start, range.start())).matches("(.*\\s)?#.*");
  }

  private static Stream<Candidate> together(Stream<Edit> edits, String advice) {
    List<Edit> all = edits.toList();
    return all.isEmpty()
        ? Stream.of()
        : Stream.of(new Candidate(all, advice, all.stream().map(Edit::range).limit(3).toList()));
  }
}
