package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.LocationGroups;
import dev.wsdoctor.rule.RewriteFlag;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What can be done to a `rewrite`: its replacement in other words, its expression for more of the
/// path or for another name, its flag, its place among the others, and none at all.
record RewriteEdits(
    Directive line, Optional<Location> location, String asked, List<Directive> others) {
  private static final Pattern WORD = Pattern.compile("/[^/()]+(?=/\\()");

  /// The words that an expression begins with.
  private static final Pattern BEGINNING = Pattern.compile("\\^?(/[\\w./-]*\\w)");

  /// A line's place says less than its text, and that it is there says more.
  private static final int EXCHANGE = 9;

  private static final int REMOVAL = 11;

  Stream<PathEdit> all() {
    List<PathEdit> edits = new ArrayList<>();
    String pattern = line.parameter();
    int groups = LostCapture.groups(pattern).size();
    new TextEdits(replacement(), 0)
        .all(groups).stream()
            .filter(edit -> !takesTheFirstSlash(edit))
            .forEach(edit -> edits.add(by(edit)));
    opened(edits, groups);
    slashLeftToThePattern(edits);
    renamed(edits);
    narrowed(edits);
    edits.add(by(RewriteFlag.breaking(line)));
    edits.add(new PathEdit(line, List.of(Layout.remove(line)), REMOVAL));
    others.stream()
        .filter(other -> other.range().start() > line.range().start())
        .filter(other -> other.range().file() == line.range().file())
        .forEach(
            other ->
                edits.add(
                    new PathEdit(
                        line,
                        List.of(
                            new Edit(line.range(), other.range().text()),
                            new Edit(other.range(), line.range().text())),
                        EXCHANGE)));
    return edits.stream();
  }

  /// Without it the path would be nothing where the group has caught nothing.
  private boolean takesTheFirstSlash(Edit edit) {
    return edit.equals(replacement().replace(0, 1, "")) && replacement().text().startsWith("/$");
  }

  private WrittenParameter pattern() {
    return WrittenParameter.of(line, 0);
  }

  private WrittenParameter replacement() {
    return WrittenParameter.of(line, 1);
  }

  private PathEdit by(Edit... edits) {
    return new PathEdit(line, List.of(edits));
  }

  /// A group for what stands behind the match.
  private void opened(List<PathEdit> edits, int groups) {
    String text = pattern().text();
    String rest = "$" + (groups + 1);
    String slash = text.endsWith("/") && !replacement().text().endsWith("/") ? "/" : "";
    if (text.endsWith("/$")) {
      edits.add(by(pattern().insert(text.length() - 1, "(.*)"), replacement().append(rest)));
      return;
    }
    if (text.endsWith("$")) {
      int end = text.length() - (text.endsWith("/?$") ? 3 : 1);
      edits.add(
          by(pattern().replace(end, text.length(), "(?:/(.*))?$"), replacement().append(rest)));
      return;
    }
    edits.add(by(pattern().append("(.*)$"), replacement().append(slash + rest)));
    edits.add(by(pattern().append("/?(.*)$"), replacement().append(rest)));
  }

  /// The slash in front of the last group is left to the expression, be it there or not.
  private void slashLeftToThePattern(List<PathEdit> edits) {
    int group = pattern().text().lastIndexOf('(');
    if (group >= 0) {
      Edit slash = pattern().insert(group, "/?");
      edits.add(by(slash));
      edits.add(by(slash, replacement().insert(0, "/")));
    }
  }

  /// A word less of the path is taken away.
  private void narrowed(List<PathEdit> edits) {
    String text = pattern().text();
    WORD.matcher(text)
        .results()
        .filter(word -> text.substring(0, word.start()).contains("/"))
        .filter(word -> !LocationGroups.caught(without(text, word), false, asked).isEmpty())
        .forEach(word -> edits.add(by(pattern().replace(word.start(), word.end(), ""))));
  }

  private static String without(String text, MatchResult word) {
    return text.substring(0, word.start()) + text.substring(word.end());
  }

  /// For the name of the location, where the expression has another one; for both where others
  /// share the line.
  private void renamed(List<PathEdit> edits) {
    String name = location.map(Location::name).orElse("").replaceFirst("/$", "");
    Matcher words = BEGINNING.matcher(pattern().text());
    if (!name.startsWith("/") || !words.lookingAt()) {
      return;
    }
    boolean shared = location.filter(own -> !own.scope().own("rewrite").contains(line)).isPresent();
    boolean included =
        location.filter(own -> own.directive().range().file() != line.range().file()).isPresent();
    String instead =
        shared || included
            ? "/(?:%s|%s)".formatted(words.group(1).substring(1), name.substring(1))
            : name;
    edits.add(by(pattern().replace(words.start(1), words.end(1), instead)));
  }
}
