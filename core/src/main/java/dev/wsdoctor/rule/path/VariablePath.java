package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.WrittenParameter;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A part of the path that a `map` or a `set` makes: without the slash that it has to begin with,
/// or with one more than the path behind it needs.
final class VariablePath {
  private static final Pattern BEHIND_A_PORT = Pattern.compile("(?<=:\\d{1,5})\\$\\{?(\\w+)");

  private static final Pattern IN_FRONT_OF_A_PATH =
      Pattern.compile("\\$\\{?(\\w+)\\}?\\$\\{?(?:request_uri|uri|document_uri)\\b");

  private static final String BEGINS_A_PATH = "/.*|\\$\\{?(?:request_uri|uri|document_uri)\\b.*";

  private VariablePath() {}

  /// `http://127.0.0.1:8080$path` where it begins with no slash: the port is none.
  static Optional<Fault> unusable(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> answer.reason() == AnswerReason.UPSTREAM_UNUSABLE)
        .flatMap(Outcome.Answered::by)
        .filter(pass -> pass.is("proxy_pass"))
        .flatMap(
            pass ->
                variable(BEHIND_A_PORT, pass)
                    .map(name -> edits(subject, name, VariablePath::slashed))
                    .filter(edits -> !edits.isEmpty())
                    .map(
                        edits ->
                            new Fault(
                                pass,
                                "an address that is none: %s".formatted(pass.parameter()),
                                Severity.ERROR,
                                0.95,
                                "What stands right behind the port has to begin with a slash, or be empty.",
                                Fix.review("let the path begin with a slash", edits))));
  }

  /// `$base$uri` where the first ends in a slash.
  static Optional<Fault> doubled(Subject subject, SentPath path) {
    boolean doubled =
        SentPath.path(path.sent()).contains("//") && !SentPath.path(path.asked()).contains("//");
    return variable(IN_FRONT_OF_A_PATH, path.pass())
        .filter(_ -> doubled)
        .map(name -> edits(subject, name, VariablePath::unslashed))
        .filter(edits -> !edits.isEmpty())
        .map(
            edits ->
                new Fault(
                    path.pass(),
                    path.sent(),
                    Severity.ERROR,
                    0.83,
                    "The path begins with a slash of its own, and the variable in front of it ends in one.",
                    Fix.review("take the slash out of the end of the variable", edits)));
  }

  /// The whole URL stands in a `map`: its rows without their URI parts.
  static Optional<Fix> withoutUris(Subject subject, Directive pass) {
    Matcher whole = Pattern.compile("\\$\\{?(\\w+)\\}?").matcher(pass.parameter());
    if (!whole.matches()) {
      return Optional.empty();
    }
    List<Edit> edits = edits(subject, whole.group(1), VariablePath::withoutUri);
    return edits.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Fix.review(
                "keep paths out of the variable that proxy_pass names: then the path goes on as it came",
                edits));
  }

  private static Optional<String> variable(Pattern pattern, Directive pass) {
    Matcher matcher = pattern.matcher(pass.parameter());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// Of every line that gives the variable a value, what is to be changed.
  private static List<Edit> edits(
      Subject subject, String variable, Function<WrittenParameter, Optional<Edit>> mend) {
    List<Edit> edits = new ArrayList<>();
    values(subject, variable).forEach(value -> mend.apply(value).ifPresent(edits::add));
    return edits;
  }

  /// What `set` and `map` give to a variable, wherever they do.
  static Stream<WrittenParameter> values(Subject subject, String variable) {
    return subject.configuration().files().stream()
        .flatMap(file -> WrittenDirectives.of(subject.configuration(), file))
        .flatMap(line -> values(line, "$" + variable));
  }

  private static Stream<WrittenParameter> values(Directive line, String variable) {
    if (line.is("set") && line.parameterCount() == 2 && line.parameter().equals(variable)) {
      return Stream.of(WrittenParameter.last(line));
    }
    return line.is("map") && line.parameterCount() == 2 && line.lastParameter().equals(variable)
        ? line.body().filter(row -> row.parameterCount() == 1).map(WrittenParameter::last)
        : Stream.of();
  }

  private static Optional<Edit> slashed(WrittenParameter value) {
    return value.text().isEmpty() || value.text().matches(BEGINS_A_PATH)
        ? Optional.empty()
        : Optional.of(value.insert(0, "/"));
  }

  private static Optional<Edit> unslashed(WrittenParameter value) {
    int end = value.text().length();
    return value.text().matches("/.*/")
        ? Optional.of(value.replace(end - 1, end, ""))
        : Optional.empty();
  }

  private static Optional<Edit> withoutUri(WrittenParameter value) {
    Matcher url = Pattern.compile("(https?://[^/$]+)(/[^$]*)").matcher(value.text());
    return url.matches()
        ? Optional.of(value.replace(url.start(2), url.end(2), ""))
        : Optional.empty();
  }
}
