package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.Rehearsal;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.WrittenParameter;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The smallest edit by which a hop sends the path that the backend wants.
///
/// Every line that has a say in the path is tried with a slash more or less, with what came from
/// the client put behind, with another group, with two variables exchanged: whatever turns out to
/// send the wanted target is the mend, the smallest first.
final class PathMend {
  /// Each trial reads the configuration again.
  private static final int MOST_TRIALS = 160;

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\w+|\\{\\w+\\})");
  private static final Pattern WORD = Pattern.compile("/[\\w.-]+(?=/|$)");
  private static final Pattern NUMBER = Pattern.compile("\\$[1-9]");
  private static final List<String> FROM_THE_CLIENT =
      List.of("$is_args$args", "&$args", "$request_uri", "$uri$is_args$args");

  /// A line, and what to try with it.
  private record Candidate(Directive line, List<Edit> edits) {
    int size() {
      return edits.stream()
          .mapToInt(edit -> edit.range().text().length() + edit.replacement().length())
          .sum();
    }
  }

  private final Rehearsal rehearsal;
  private final SentPath path;
  private final WantedTarget wanted;
  private final List<Candidate> candidates = new ArrayList<>();

  private PathMend(Subject subject, SentPath path, WantedTarget wanted) {
    this.rehearsal = new Rehearsal(subject, path.hop());
    this.path = path;
    this.wanted = wanted;
  }

  /// A fault whose mend sends the wanted target, at the line that is changed; empty where no small
  /// edit does, which makes it doubtful that it is one.
  static Optional<Fault> of(Subject subject, SentPath path, WantedTarget wanted, Fault fault) {
    return new PathMend(subject, path, wanted)
        .smallest()
        .map(
            found ->
                new Fault(
                    found.line(),
                    fault.sent(),
                    fault.severity(),
                    fault.confidence(),
                    fault.why(),
                    Fix.review(advice(found), found.edits())));
  }

  /// The line as it is to be.
  private static String advice(Candidate found) {
    Edit edit = found.edits().getFirst();
    if (edit.replacement().contains("\n")) {
      return "add " + edit.replacement().strip();
    }
    SourceRange range = edit.range();
    String text = range.file().text();
    int start = text.lastIndexOf('\n', range.start() - 1) + 1;
    int end = text.indexOf('\n', range.end());
    String rest = text.substring(range.end(), end < 0 ? text.length() : end);
    String line = text.substring(start, range.start()) + edit.replacement() + rest;
    return "write " + line.strip();
  }

  private Optional<Candidate> smallest() {
    ofPass();
    rewrites().forEach(line -> ofText(line, 1, 0));
    values().forEach(this::ofValue);
    defaultless().forEach(this::withDefault);
    handedOn().forEach(line -> ofText(line, line.parameterCount() - 1, 0));
    rehearsal.hop().decision().location().ifPresent(this::ofName);
    rewritten();
    List<Candidate> ordered =
        candidates.stream()
            .sorted(Comparator.comparingInt(Candidate::size))
            .limit(MOST_TRIALS)
            .toList();
    return ordered.stream()
        .filter(candidate -> isRight(candidate.edits()))
        .findFirst()
        .or(() -> withTheQuery(ordered));
  }

  private boolean isRight(List<Edit> edits) {
    return rehearsal.sent(edits).filter(wanted::is).isPresent();
  }

  /// Where the path is one fault and the query another.
  private Optional<Candidate> withTheQuery(List<Candidate> ordered) {
    Edit query = WrittenParameter.of(path.pass(), 0).append("$is_args$args");
    boolean queryless = !path.sent().contains("?");
    return queryless && !wanted.arguments().isEmpty()
        ? ordered.stream()
            .filter(candidate -> sendsPath(candidate.edits()))
            .map(candidate -> both(candidate, query))
            .filter(candidate -> isRight(candidate.edits()))
            .findFirst()
        : Optional.empty();
  }

  private boolean sendsPath(List<Edit> edits) {
    return rehearsal.sent(edits).map(SentPath::path).filter(wanted.path()::equals).isPresent();
  }

  private static Candidate both(Candidate one, Edit other) {
    List<Edit> edits = new ArrayList<>(one.edits());
    edits.add(other);
    return new Candidate(one.line(), edits);
  }

  /// What can always be done, if nothing smaller does: the beginning of the path is rewritten.
  private void rewritten() {
    Directive pass = path.pass();
    String asked = SentPath.path(rehearsal.hop().request().target());
    int same = 0;
    while (same < Math.min(asked.length(), wanted.path().length())
        && asked.charAt(asked.length() - 1 - same)
            == wanted.path().charAt(wanted.path().length() - 1 - same)) {
      same++;
    }
    String rest = asked.substring(asked.length() - same);
    String kept = rest.substring(Math.max(0, rest.indexOf('/')));
    String from = asked.substring(0, asked.length() - kept.length());
    String to = wanted.path().substring(0, wanted.path().length() - kept.length());
    if (kept.startsWith("/") && from.matches("(?:/[\\w.-]+)+") && to.matches("(?:/[\\w.-]+)*")) {
      String line = "rewrite ^%s(/.*)$ %s$1 break;".formatted(from.replace(".", "\\."), to);
      candidates.add(new Candidate(pass, List.of(Layout.before(pass, List.of(line)))));
    }
  }

  private void ofPass() {
    Directive pass = path.pass();
    int origin = SocketLocations.origin(pass).length();
    ofText(pass, 0, origin);
    WrittenParameter written = WrittenParameter.of(pass, 0);
    boolean literal = !pass.parameter().contains("$") && wanted.path().endsWith(path.rest());
    if (literal) {
      String uri = wanted.path().substring(0, wanted.path().length() - path.rest().length());
      add(pass, differing(written, origin, uri));
    }
  }

  /// What stands behind the origin, changed as little as can be.
  private static Edit differing(WrittenParameter written, int from, String uri) {
    String old = written.text();
    int start = from;
    while (start < old.length()
        && start - from < uri.length()
        && old.charAt(start) == uri.charAt(start - from)) {
      start++;
    }
    return written.replace(start, old.length(), uri.substring(start - from));
  }

  private void ofText(Directive line, int index, int from) {
    WrittenParameter written = WrittenParameter.of(line, index);
    String text = written.text();
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) == '/') {
        add(line, written.replace(at, at + 1, ""));
      }
    }
    WORD.matcher(text)
        .results()
        .filter(word -> word.start() >= from)
        .forEach(word -> add(line, written.replace(word.start(), word.end(), "")));
    add(line, written.append("/"));
    FROM_THE_CLIENT.forEach(rest -> add(line, written.append(rest)));
    int query = text.indexOf("$is_args$args", from);
    if (query >= 0) {
      add(line, written.replace(query, query + "$is_args".length(), "&"));
    }
    List<MatchResult> variables =
        VARIABLE.matcher(text).results().filter(found -> found.start() >= from).toList();
    variables.forEach(variable -> add(line, written.insert(variable.start(), "/")));
    for (int at = 1; at < variables.size(); at++) {
      exchange(line, written, variables.get(at - 1), variables.get(at));
    }
    NUMBER.matcher(text).results().forEach(number -> otherGroups(line, written, number));
  }

  private void exchange(
      Directive line, WrittenParameter written, MatchResult one, MatchResult other) {
    String between = written.text().substring(one.end(), other.start());
    add(line, written.replace(one.start(), other.end(), other.group() + between + one.group()));
  }

  private void otherGroups(Directive line, WrittenParameter written, MatchResult number) {
    String pattern = line.is("rewrite") ? line.parameter() : name();
    int groups = LostCapture.groups(pattern).size();
    for (int group = 1; group <= groups; group++) {
      add(line, written.replace(number.start(), number.end(), "$" + group));
    }
  }

  private String name() {
    return rehearsal.hop().decision().location().map(Location::name).orElse("");
  }

  private void ofValue(WrittenParameter value) {
    String text = value.text();
    Directive line = path.pass();
    if (text.endsWith("/")) {
      add(line, value.replace(text.length() - 1, text.length(), ""));
    }
    if (text.startsWith("/")) {
      add(line, value.replace(0, 1, ""));
    }
    WORD.matcher(text)
        .results()
        .forEach(word -> add(line, value.replace(word.start(), word.end(), "")));
    otherText(value);
    add(line, value.insert(0, "/"));
    add(line, value.insert(0, "$args&"));
    add(line, value.append("$is_args$args"));
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
      add(
          path.pass(),
          value.replace(0, value.text().length(), wanted.path().substring(before.length(), end)));
    }
  }

  private void ofName(Location location) {
    boolean plain =
        !location.isRegex()
            && location.kind() != Location.Kind.NAMED
            && location.directive().parameterCount() > 0;
    if (!plain) {
      return;
    }
    WrittenParameter written = WrittenParameter.last(location.directive());
    int end = written.text().length();
    boolean slashed = written.text().endsWith("/") && end > 1;
    add(location.directive(), slashed ? written.replace(end - 1, end, "") : written.append("/"));
  }

  private void add(Directive line, Edit edit) {
    candidates.add(new Candidate(line, List.of(edit)));
  }

  /// Those that have matched.
  private Stream<Directive> rewrites() {
    return path.matched()
        .flatMap(
            place ->
                WrittenDirectives.of(rehearsal.subject().configuration(), place.file())
                    .filter(line -> line.is("rewrite") && line.parameterCount() > 1)
                    .filter(line -> line.range().start() == place.start()))
        .distinct();
  }

  /// A map that has nothing for what it does not know.
  private void withDefault(Directive map) {
    candidates.add(
        new Candidate(path.pass(), List.of(Layout.first(map, List.of("default $uri;")))));
  }

  private Stream<Directive> defaultless() {
    Set<String> names = new LinkedHashSet<>();
    namesIn(path.pass().parameter(), names);
    return rehearsal.subject().configuration().http().stream()
        .flatMap(http -> http.body("map"))
        .filter(map -> map.isBlock() && map.lastParameter().startsWith("$"))
        .filter(map -> names.contains(map.lastParameter().substring(1)))
        .filter(map -> map.body("default").findAny().isEmpty());
  }

  /// What `set` and `map` give to the variables that the path is made of.
  private Stream<WrittenParameter> values() {
    Set<String> names = new LinkedHashSet<>();
    names.add("args");
    Stream.concat(Stream.of(path.pass().parameter()), rewrites().map(r -> r.parameters().get(1)))
        .forEach(text -> namesIn(text, names));
    return names.stream()
        .flatMap(name -> VariablePath.values(rehearsal.subject(), name))
        .filter(value -> !value.text().isEmpty());
  }

  private static void namesIn(String text, Set<String> names) {
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      names.add(variable.group().replaceAll("[${}]", ""));
    }
  }

  /// What the location that was entered first hands the request on with.
  private Stream<Directive> handedOn() {
    return rehearsal.subject().entered(rehearsal.hop()).stream()
        .flatMap(
            entered ->
                Stream.concat(
                    entered.scope().inForce("try_files").stream(),
                    entered.scope().inForce("error_page").stream()))
        .filter(line -> line.lastParameter().startsWith("/"));
  }
}
