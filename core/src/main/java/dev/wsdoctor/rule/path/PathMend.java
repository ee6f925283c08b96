package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
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
  private static final Pattern NUMBER = Pattern.compile("\\$[1-9]");
  private static final List<String> FROM_THE_CLIENT =
      List.of("$is_args$args", "&$args", "$request_uri", "$uri$is_args$args");

  /// A line, and what to try with it.
  private record Candidate(Directive line, Edit edit) {
    int size() {
      return edit.range().text().length() + edit.replacement().length();
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
                    Fix.review(advice(found), List.of(found.edit()))));
  }

  /// The line as it is to be.
  private static String advice(Candidate found) {
    SourceRange range = found.edit().range();
    String text = range.file().text();
    int start = text.lastIndexOf('\n', range.start() - 1) + 1;
    int end = text.indexOf('\n', range.end());
    String rest = text.substring(range.end(), end < 0 ? text.length() : end);
    String line = text.substring(start, range.start()) + found.edit().replacement() + rest;
    return "write " + line.strip();
  }

  private Optional<Candidate> smallest() {
    ofPass();
    rewrites().forEach(line -> ofText(line, 1, 0));
    values().forEach(this::ofValue);
    handedOn().forEach(line -> ofText(line, line.parameterCount() - 1, 0));
    rehearsal.hop().decision().location().ifPresent(this::ofName);
    return candidates.stream()
        .sorted(Comparator.comparingInt(Candidate::size))
        .limit(MOST_TRIALS)
        .filter(candidate -> isRight(candidate.edit()))
        .findFirst();
  }

  private boolean isRight(Edit edit) {
    return rehearsal.sent(List.of(edit)).filter(wanted::is).isPresent();
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
    add(line, written.append("/"));
    FROM_THE_CLIENT.forEach(rest -> add(line, written.append(rest)));
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
    add(line, value.insert(0, "/"));
    add(line, value.insert(0, "$args&"));
    add(line, value.append("$is_args$args"));
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
    candidates.add(new Candidate(line, edit));
  }

  /// Those that have matched.
  private Stream<Directive> rewrites() {
    return rehearsal.hop().decision().steps().stream()
        .filter(step -> step.because().startsWith("rewrite matches"))
        .flatMap(step -> step.place().stream())
        .flatMap(
            place ->
                WrittenDirectives.of(rehearsal.subject().configuration(), place.file())
                    .filter(line -> line.is("rewrite") && line.parameterCount() > 1)
                    .filter(line -> line.range().start() == place.start()))
        .distinct();
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
    return SentPath.entered(rehearsal.subject(), rehearsal.hop()).stream()
        .flatMap(
            entered ->
                Stream.concat(
                    entered.scope().inForce("try_files").stream(),
                    entered.scope().inForce("error_page").stream()))
        .filter(line -> line.lastParameter().startsWith("/"));
  }
}
