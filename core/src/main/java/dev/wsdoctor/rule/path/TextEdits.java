package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// What can be done to a text of which a path is made: a slash more or less, a word less, what came
/// from the client behind it, another group, two variables exchanged.
record TextEdits(WrittenParameter written, int from) {
  static final Pattern VARIABLE = Pattern.compile("\\$(?:\\w+|\\{\\w+\\})");
  static final Pattern WORD = Pattern.compile("/[\\w.-]+(?=/|$|\\$)");

  private static final Pattern NUMBER = Pattern.compile("\\$[1-9]");
  private static final Pattern WORDS = Pattern.compile("(?:/[\\w.-]+){2,}(?=\\$)");
  private static final Pattern ARGUMENT = Pattern.compile("[?&](\\w+)=(\\$\\w+|\\$\\{\\w+})");
  private static final Pattern QUERY = Pattern.compile("\\$is_args\\$args|\\?\\$args");
  private static final List<String> FROM_THE_CLIENT =
      List.of("$is_args$args", "&$args", "$request_uri", "$uri$is_args$args", "/", "?");

  /// `groups`: how many the expression has whose numbers stand here.
  List<Edit> all(int groups) {
    List<Edit> edits = new ArrayList<>();
    slashes(edits);
    words(edits);
    FROM_THE_CLIENT.forEach(rest -> edits.add(written.append(rest)));
    query(edits);
    variables(edits);
    NUMBER
        .matcher(written.text())
        .results()
        .filter(number -> number.start() >= from)
        .forEach(number -> numbers(edits, number, groups));
    return edits;
  }

  private void slashes(List<Edit> edits) {
    String text = written.text();
    IntStream.range(from, text.length())
        .filter(at -> text.charAt(at) == '/')
        .forEach(at -> edits.add(written.replace(at, at + 1, "")));
    if (from == 0) {
      edits.add(written.insert(0, "/"));
    }
  }

  private void words(List<Edit> edits) {
    WORD.matcher(written.text())
        .results()
        .filter(word -> word.start() >= from)
        .forEach(word -> edits.add(written.replace(word.start(), word.end(), "")));
    WORDS
        .matcher(written.text())
        .results()
        .filter(words -> words.start() >= from)
        .forEach(words -> edits.add(written.replace(words.start(), words.end(), "/")));
  }

  private void query(List<Edit> edits) {
    String text = written.text();
    QUERY
        .matcher(text)
        .results()
        .filter(query -> query.start() >= from)
        .forEach(
            query -> {
              edits.add(written.replace(query.start(), query.end(), "&$args"));
              edits.add(written.insert(query.start(), "/"));
              if (query.group().startsWith("?")) {
                edits.add(written.replace(query.start(), query.end(), ""));
              }
            });
    ARGUMENT
        .matcher(text)
        .results()
        .forEach(
            value ->
                edits.add(written.replace(value.start(2), value.end(2), "$arg_" + value.group(1))));
    int mark = text.toUpperCase(Locale.ROOT).indexOf("%3F");
    if (mark >= from) {
      edits.add(written.replace(mark, mark + 3, "?"));
    }
    if (text.endsWith("$is_args")) {
      edits.add(written.append("$args"));
    }
    if (text.endsWith("?")) {
      edits.add(written.replace(text.length() - 1, text.length(), ""));
      edits.add(written.replace(text.length() - 1, text.length(), "$is_args$args"));
    }
    if (text.matches(".*[^?]\\$(?:args|query_string)")) {
      edits.add(written.replace(text.lastIndexOf('$'), text.length(), "$is_args$args"));
    }
  }

  private void variables(List<Edit> edits) {
    List<MatchResult> all =
        VARIABLE.matcher(written.text()).results().filter(found -> found.start() >= from).toList();
    all.forEach(variable -> edits.add(written.insert(variable.start(), "/")));
    for (int at = 1; at < all.size(); at++) {
      MatchResult one = all.get(at - 1);
      MatchResult other = all.get(at);
      String between = written.text().substring(one.end(), other.start());
      edits.add(written.replace(one.start(), other.end(), other.group() + between + one.group()));
    }
  }

  private void numbers(List<Edit> edits, MatchResult number, int groups) {
    if (groups == 0) {
      edits.add(written.replace(number.start(), number.end(), ""));
    }
    for (int group = 1; group <= groups; group++) {
      edits.add(written.replace(number.start(), number.end(), "$" + group));
    }
  }
}
