package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What can be done to the values that `set` and `map` give to the variables of a path.
final class ValueEdits {
  private static final Pattern URL = Pattern.compile("https?://[^/$]+(/[^$]*)");

  private final Subject subject;
  private final SentPath path;
  private final WantedTarget wanted;
  private final List<PathEdit> edits = new ArrayList<>();

  private ValueEdits(Subject subject, SentPath path, WantedTarget wanted) {
    this.subject = subject;
    this.path = path;
    this.wanted = wanted;
  }

  static Stream<PathEdit> of(Subject subject, SentPath path, WantedTarget wanted) {
    ValueEdits all = new ValueEdits(subject, path, wanted);
    all.names().forEach(all::add);
    return all.edits.stream();
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>(List.of("args"));
    Stream.concat(
            Stream.of(path.pass().parameter()),
            path.rewrites().map(line -> line.parameters().get(1)))
        .forEach(
            text -> {
              Matcher variable = TextEdits.VARIABLE.matcher(text);
              while (variable.find()) {
                names.add(variable.group().replaceAll("[${}]", ""));
              }
            });
    return names;
  }

  private void add(String name) {
    List<WrittenParameter> values =
        given(path.hop(), subject, name).filter(value -> !value.text().isEmpty()).toList();
    alike(
        values,
        value -> value.text().matches("/?[^/].*/") ? Optional.of(cut(value)) : Optional.empty());
    alike(values, ValueEdits::slashed);
    alike(values, ValueEdits::withoutUri);
    values.forEach(
        value -> {
          add(value.insert(0, "$args&"));
          new TextEdits(value, 0).all(0).forEach(this::add);
          otherText(value);
        });
    defaultless(name);
    if (path.pass().parameter().equals("$" + name)) {
      WrittenParameter pass = WrittenParameter.of(path.pass(), 0);
      values.stream()
          .filter(value -> !value.text().contains("$"))
          .forEach(value -> add(pass.replace(0, pass.text().length(), value.text())));
    }
  }

  /// The rows of the maps whose variables `proxy_pass` names.
  static Stream<Directive> rows(Subject subject, SentPath path) {
    return TextEdits.VARIABLE
        .matcher(path.pass().parameter())
        .results()
        .map(variable -> variable.group().replaceAll("[${}]", ""))
        .flatMap(name -> maps(subject, name))
        .flatMap(Directive::body)
        .filter(row -> row.parameterCount() == 1);
  }

  /// Values that begin with a slash from now on.
  static List<Edit> slashed(Hop hop, Subject subject, String name) {
    return given(hop, subject, name)
        .filter(value -> !value.text().isEmpty())
        .flatMap(value -> slashed(value).stream())
        .toList();
  }

  private static Optional<Edit> slashed(WrittenParameter value) {
    return value.text().matches("/.*|\\$\\{?(?:request_uri|uri|document_uri)\\b.*")
        ? Optional.empty()
        : Optional.of(value.insert(0, "/"));
  }

  private static Optional<Edit> withoutUri(WrittenParameter value) {
    Matcher url = URL.matcher(value.text());
    return url.matches()
        ? Optional.of(value.replace(url.start(1), url.end(1), ""))
        : Optional.empty();
  }

  private static Edit cut(WrittenParameter value) {
    int end = value.text().length();
    return value.replace(end - 1, end, "");
  }

  /// The same to each that needs it.
  private void alike(
      List<WrittenParameter> values, Function<WrittenParameter, Optional<Edit>> mend) {
    List<Edit> each = values.stream().flatMap(value -> mend.apply(value).stream()).toList();
    if (!each.isEmpty()) {
      edits.add(new PathEdit(path.pass(), each, 1));
    }
  }

  private void add(Edit edit) {
    edits.add(new PathEdit(path.pass(), List.of(edit)));
  }

  /// Of a value that stands in what is sent: what would have to stand there.
  private void otherText(WrittenParameter value) {
    String sent = SentPath.path(path.sent());
    int at = value.text().length() > 1 ? sent.indexOf(value.text()) : -1;
    String before = at < 0 ? "" : sent.substring(0, at);
    String behind = at < 0 ? "" : sent.substring(at + value.text().length());
    int end = wanted.path().length() - behind.length();
    if (at >= 0
        && end >= before.length()
        && wanted.path().startsWith(before)
        && wanted.path().endsWith(behind)) {
      add(value.replace(0, value.text().length(), wanted.path().substring(before.length(), end)));
    }
  }

  /// A map that has nothing for what it does not know.
  private void defaultless(String name) {
    maps(subject, name)
        .filter(map -> map.body("default").findAny().isEmpty())
        .forEach(map -> add(Layout.first(map, List.of("default $uri;"))));
    maps(subject, name)
        .flatMap(map -> map.body("default"))
        .filter(row -> row.parameterCount() == 1)
        .map(WrittenParameter::last)
        .forEach(value -> add(value.replace(0, value.text().length(), "$uri")));
    maps(subject, name)
        .flatMap(Directive::body)
        .filter(row -> row.name().startsWith("~") && row.parameterCount() == 1)
        .forEach(this::opened);
  }

  /// A group for what stands behind the match of a row.
  private void opened(Directive row) {
    SourceRange head = row.head();
    boolean quoted = head.text().startsWith("\"") || head.text().startsWith("'");
    int end = row.parameterRange(0).start() - head.start();
    int pattern = head.text().substring(0, end).stripTrailing().length() - (quoted ? 1 : 0);
    edits.add(
        new PathEdit(
            path.pass(),
            List.of(
                Edit.insert(head.file(), head.start() + pattern, "(?<behind>.*)$"),
                WrittenParameter.last(row).append("$behind"))));
  }

  private static Stream<Directive> maps(Subject subject, String name) {
    return subject.configuration().http().stream()
        .flatMap(http -> http.body("map"))
        .filter(map -> map.isBlock() && map.parameterCount() == 2)
        .filter(map -> map.lastParameter().equals("$" + name));
  }

  /// What `set`, in this server, and `map` give to a variable.
  private static Stream<WrittenParameter> given(Hop hop, Subject subject, String name) {
    return Stream.concat(
        SentPath.written(hop, "set")
            .filter(set -> set.parameter().equals("$" + name))
            .map(WrittenParameter::last),
        maps(subject, name)
            .flatMap(Directive::body)
            .filter(row -> row.parameterCount() == 1)
            .map(WrittenParameter::last));
  }
}
