package dev.wsdoctor.rule;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.BuiltInVariables;
import dev.wsdoctor.finding.Fix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What to write for variables that nothing defines: a map for what feeds Connection, the name that
/// was meant, the usual value of the field that such a variable is to fill. All of them at once,
/// since nginx does not start before the last is gone.
final class UndefinedVariables {
  private static final Pattern FEEDS_CONNECTION =
      Pattern.compile("\\$(?i).*(upgrade|connection).*");

  /// Two letters wrong in a shorter name make another one.
  private static final int LONG = 10;

  private final Subject subject;

  private UndefinedVariables(Subject subject) {
    this.subject = subject;
  }

  static Fix mend(Subject subject, List<String> variables) {
    UndefinedVariables undefined = new UndefinedVariables(subject);
    List<Edit> edits = new ArrayList<>();
    List<String> advice = new ArrayList<>();
    for (String variable : variables) {
      Optional<Fix> fix = undefined.mend(variable);
      if (fix.isEmpty()) {
        return Fix.manual("define " + variable + " with map, set or geo, or correct its name");
      }
      edits.addAll(fix.get().edits());
      advice.add(fix.get().advice());
    }
    boolean onlyMap =
        variables.size() == 1 && FEEDS_CONNECTION.matcher(variables.getFirst()).matches();
    String together = String.join("; ", advice);
    return onlyMap && together.startsWith("define ")
        ? Fix.safe(together, edits)
        : Fix.review(together, edits);
  }

  private Optional<Fix> mend(String variable) {
    return respelt(variable).or(() -> map(variable)).or(() -> usual(variable));
  }

  /// A name that is nearly the one of a map, or of nginx's own.
  private Optional<Fix> respelt(String variable) {
    Stream<String> defined =
        subject.configuration().http().stream()
            .flatMap(http -> http.body("map"))
            .filter(map -> map.parameterCount() == 2)
            .map(map -> map.parameters().get(1));
    int most = variable.length() > LONG ? 2 : 1;
    Stream<String> own =
        BuiltInVariables.of(subject.version()).names().stream()
            .map(name -> "$" + name)
            .filter(name -> EditDistance.between(name, variable) <= most);
    return EditDistance.nearest(defined, variable)
        .or(() -> EditDistance.nearest(own, variable))
        .map(
            name ->
                Fix.review(
                    "write %s for %s".formatted(name, variable),
                    uses(variable)
                        .flatMap(line -> ranges(line, variable))
                        .map(range -> new Edit(range, name))
                        .toList()));
  }

  private Optional<Fix> map(String variable) {
    if (!FEEDS_CONNECTION.matcher(variable).matches()) {
      return Optional.empty();
    }
    return subject
        .configuration()
        .http()
        .flatMap(
            http ->
                http.body("server")
                    .findFirst()
                    .map(
                        server ->
                            Layout.before(
                                server,
                                ConnectionMap.lines(
                                    variable, subject.version(), http.body("upstream")))))
        .map(map -> Fix.safe("define " + variable + " once at http level", List.of(map)));
  }

  /// Where it is all that fields are set to: their usual values, or nothing for fields that have
  /// none.
  private Optional<Fix> usual(String variable) {
    List<Directive> uses = uses(variable).toList();
    boolean fills =
        uses.stream()
            .allMatch(
                line ->
                    line.is(HeaderSettings.DIRECTIVE)
                        && line.parameterCount() == 2
                        && bare(HeaderSettings.value(line)).equalsIgnoreCase(variable));
    return uses.isEmpty() || !fills
        ? Optional.empty()
        : Optional.of(
            Fix.review(
                uses.stream()
                    .map(line -> "%s for %s".formatted(value(line).orElse("nothing"), variable))
                    .distinct()
                    .collect(Collectors.joining(", ", "set ", "")),
                uses.stream().map(UndefinedVariables::filled).toList()));
  }

  private static Optional<String> value(Directive line) {
    return HeaderSettings.usualValue(line.parameter().toLowerCase(Locale.ROOT));
  }

  private static Edit filled(Directive line) {
    return value(line)
        .map(value -> new Edit(line.parameterRange(1), value))
        .orElseGet(() -> Layout.remove(line));
  }

  private static String bare(String value) {
    return value.replaceFirst("^\\$\\{(\\w+)}$", "\\$$1");
  }

  private Stream<Directive> uses(String variable) {
    return subject.configuration().files().stream()
        .flatMap(file -> WrittenDirectives.of(subject.configuration(), file))
        .filter(line -> ranges(line, variable).findAny().isPresent());
  }

  /// Where a line of its own, without what it holds, has the variable.
  private static Stream<SourceRange> ranges(Directive line, String variable) {
    SourceRange head = line.head();
    String name = Pattern.quote(variable.substring(1));
    return Pattern.compile("(?i)\\$(?:" + name + "(?!\\w)|\\{" + name + "})")
        .matcher(head.text())
        .results()
        .map(
            found ->
                new SourceRange(
                    head.file(), head.start() + found.start(), head.start() + found.end()));
  }

  /// The variables of all errors that say so, each once.
  static List<String> of(Subject subject) {
    return subject.errors().stream()
        .filter(error -> !error.dependsOnFiles())
        .flatMap((ConfigurationError error) -> error.unknownVariable().stream())
        .distinct()
        .toList();
  }
}
