package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What copying and templates do to a configuration: spaces and semicolons that are none to nginx,
/// dollars that were doubled, variables that were taken out, a quote that was never closed.
final class DamagedText {
  private static final String MARK = "\u00ef\u00bb\u00bf";

  /// A byte order mark, a no-break space, a zero-width space, an ideographic space, one char per
  /// byte of UTF-8.
  private static final Pattern NO_SPACE =
      Pattern.compile(MARK + "|\u00c2\u00a0|\u00e2\u0080\u008b|\u00e3\u0080\u0080");

  /// Punctuation of the full width, one char per byte of UTF-8: a semicolon or a brace at the end
  /// of a line, a colon before slashes.
  private static final Pattern FULL_WIDTH =
      Pattern.compile(
          "(?m)\u00ef(?:\u00bc\u009b|\u00bd\u009b|\u00bd\u009d)(?=[ \\t]*(?:#.*)?\r?$)"
              + "|\u00ef\u00bc\u009a(?=//)");

  private static final Map<String, String> PLAIN =
      Map.of(
          "\u00ef\u00bc\u009b", ";",
          "\u00ef\u00bd\u009b", "{",
          "\u00ef\u00bd\u009d", "}",
          "\u00ef\u00bc\u009a", ":");

  private static final Pattern DOUBLED = Pattern.compile("\\$(?=\\$[a-zA-Z_{])");

  /// A line with one quote, and where the missing one belongs.
  private static final Pattern OPEN =
      Pattern.compile(
          "(?m)^[^\"'#\\r\\n]*([\"'])[^\"'#;\\r\\n]*?(?=;[^\"'\\r\\n]*$|[ \\t]*\\{[ \\t]*\r?$)");

  /// One of several texts under each other, of which the next is quoted too.
  private static final Pattern OPEN_ABOVE =
      Pattern.compile("(?m)^[^'\\r\\n]*(')[^'\\r\\n]*(?=\r?\n[ \\t]*')");

  private DamagedText() {}

  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    Stream<Candidate> spaces = together(spaces(file), spacesAdvice(file));
    Stream<Candidate> wide = together(fullWidth(file), "write plain ; { } and :");
    Stream<Candidate> colons =
        refusal.message().startsWith("unknown directive") && refusal.message().contains(":\"")
            ? together(
                colons(refusal.subject(), file), "write directives without a colon behind them")
            : Stream.of();
    Stream<Candidate> dollars =
        refusal.message().contains("invalid variable name")
            ? together(found(DOUBLED, file).map(Edit::delete), "write one dollar for two")
            : Stream.of();
    Stream<Candidate> emptied =
        refusal.message().contains("invalid number of arguments in \"proxy_set_header\"")
            ? together(
                emptied(refusal.subject(), file),
                "put the variables back that a template engine took for its own (envsubst: name those that are)")
            : Stream.of();
    Stream<Candidate> apart =
        together(
            DamagedArguments.edits(refusal.subject(), file, refusal.message()),
            "write the arguments as nginx counts them");
    Stream<Candidate> quotes =
        refusal.message().contains("unexpected end of file")
                || refusal.message().contains("unexpected \"")
            ? quotes(file)
            : Stream.of();
    return Stream.of(spaces, wide, colons, dollars, emptied, apart, quotes)
        .flatMap(candidates -> candidates);
  }

  private static Stream<Candidate> together(Stream<Edit> edits, String advice) {
    List<Edit> all = edits.toList();
    List<SourceRange> places = all.stream().map(edit -> line(edit.range())).distinct().toList();
    return all.isEmpty() ? Stream.of() : Stream.of(new Candidate(all, advice, places));
  }

  /// What stands in the line where a range begins.
  private static SourceRange line(SourceRange range) {
    String text = range.file().text();
    int start = text.lastIndexOf('\n', range.start() - 1) + 1;
    int end = text.indexOf('\n', range.start());
    String line = text.substring(start, end < 0 ? text.length() : end);
    int indentation = line.length() - line.stripLeading().length();
    return new SourceRange(
        range.file(), start + indentation, start + line.stripTrailing().length());
  }

  private static Stream<SourceRange> found(Pattern pattern, SourceFile file) {
    return pattern
        .matcher(file.text())
        .results()
        .map(match -> new SourceRange(file, match.start(), match.end()));
  }

  private static Stream<Edit> spaces(SourceFile file) {
    return found(NO_SPACE, file)
        .map(range -> range.text().length() == 2 ? new Edit(range, " ") : Edit.delete(range));
  }

  private static String spacesAdvice(SourceFile file) {
    return found(NO_SPACE, file).allMatch(range -> range.text().equals(MARK))
        ? "take out the byte order mark: save the file as UTF-8 without one"
        : "write plain spaces";
  }

  private static Stream<Edit> fullWidth(SourceFile file) {
    return found(FULL_WIDTH, file)
        .filter(range -> !isInComment(range))
        .map(range -> new Edit(range, PLAIN.getOrDefault(range.text(), range.text())));
  }

  /// `proxy_pass: http://...`, as in YAML.
  private static Stream<Edit> colons(Subject subject, SourceFile file) {
    return WrittenDirectives.of(subject.configuration(), file)
        .filter(line -> line.name().endsWith(":"))
        .map(line -> line.range().start() + line.name().length())
        .filter(end -> file.text().charAt(end - 1) == ':')
        .map(end -> Edit.delete(new SourceRange(file, end - 1, end)));
  }

  private static boolean isInComment(SourceRange range) {
    String text = range.file().text();
    int start = text.lastIndexOf('\n', range.start() - 1) + 1;
    return text.substring(start, range.start()).matches("(.*\\s)?#.*");
  }

  /// The lines that name a field and have no value for it.
  private static Stream<Edit> emptied(Subject subject, SourceFile file) {
    return WrittenDirectives.of(subject.configuration(), file)
        .filter(line -> line.is(HeaderSettings.DIRECTIVE) && line.parameterCount() == 1)
        .flatMap(line -> usual(line).stream());
  }

  private static Optional<Edit> usual(Directive line) {
    return HeaderSettings.usualValue(line.parameter().toLowerCase(Locale.ROOT))
        .map(value -> Edit.insert(line.range().file(), line.parameterRange(0).end(), " " + value));
  }

  private static Stream<Candidate> quotes(SourceFile file) {
    return Stream.of(OPEN, OPEN_ABOVE)
        .flatMap(open -> open.matcher(file.text()).results())
        .map(
            match ->
                new Candidate(
                    List.of(Edit.insert(file, match.end(), match.group(1))),
                    "close the quote",
                    List.of(new SourceRange(file, match.start(1), match.end()))));
  }
}
