package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.ConnectionMap;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Why a variable that is defined has no value for a request: its `set` stands behind what ends the
/// rewrites, or in an `if` that does not hold, or no line of its `map` matches.
///
/// @param definition the line that would give it a value
/// @param why for a person
record EmptyVariable(Directive definition, String why, Fix mend) {
  static Optional<EmptyVariable> of(Subject subject, String name) {
    Optional<Scope> scope = subject.last().decision().scope();
    return scope
        .flatMap(at -> unreached(at, name))
        .or(() -> scope.flatMap(at -> conditional(at, name)))
        .or(
            () ->
                scope
                    .flatMap(at -> ConnectionMap.defining(at, name))
                    .flatMap(map -> unmatched(subject, map)));
  }

  /// `break` ends the directives of the rewrite module, and `set` is one of them.
  private static Optional<EmptyVariable> unreached(Scope scope, String name) {
    return scope.chain().stream()
        .flatMap(
            level ->
                level.own("set").stream()
                    .filter(set -> set.parameter().equals(name))
                    .flatMap(
                        set -> breaking(level, set).map(line -> unreached(set, line)).stream()))
        .findFirst();
  }

  private static Optional<Directive> breaking(Scope level, Directive set) {
    return level
        .block()
        .body()
        .takeWhile(line -> !line.equals(set))
        .filter(
            line ->
                line.is("break") || (line.is("rewrite") && line.lastParameter().equals("break")))
        .findFirst();
  }

  private static EmptyVariable unreached(Directive set, Directive line) {
    return new EmptyVariable(
        set,
        "%s at %s ends the rewrite module's directives for this request, and the set behind it is one of them: the variable"
                .formatted(line.head().text().strip(), line.where())
            + " stays empty.",
        Fix.review(
            "set %s before the rewrite".formatted(set.parameter()),
            List.of(Layout.remove(set), Layout.before(line, List.of(set.range().text())))));
  }

  /// Set under a condition only; where the configuration knows one value, that is the one.
  private static Optional<EmptyVariable> conditional(Scope scope, String name) {
    boolean otherwise =
        scope.chain().stream()
            .flatMap(level -> level.own("set").stream())
            .anyMatch(set -> set.parameter().equals(name));
    List<Directive> conditions =
        scope.chain().stream()
            .flatMap(level -> level.own("if").stream())
            .filter(block -> block.body("set").anyMatch(set -> set.parameter().equals(name)))
            .toList();
    if (otherwise || conditions.isEmpty()) {
      return Optional.empty();
    }
    Directive first = conditions.getFirst();
    List<String> values =
        conditions.stream()
            .flatMap(block -> block.body("set"))
            .filter(set -> set.parameter().equals(name))
            .map(Directive::lastParameter)
            .distinct()
            .toList();
    Fix mend =
        values.size() == 1
            ? Fix.review(
                "give %s that value for other requests, too".formatted(name),
                List.of(
                    Layout.before(first, List.of("set %s %s;".formatted(name, values.getFirst())))))
            : Fix.manual(
                "give %s a value for the other requests: set it before the if at %s"
                    .formatted(name, first.where()));
    return Optional.of(
        new EmptyVariable(
            first,
            "%s is set under a condition only, and this request does not meet it.".formatted(name),
            mend));
  }

  private static Optional<EmptyVariable> unmatched(Subject subject, Directive map) {
    boolean falls =
        map.body("default").noneMatch(line -> !line.lastParameter().isEmpty())
            && map.parameterCount() == 2;
    return falls
        ? Optional.of(
            new EmptyVariable(
                map,
                "No line of %s matches this request, and it has no default: the variable is empty."
                    .formatted(BlockTitle.of(map)),
                wildcards(subject, map)
                    .or(() -> withoutPort(subject, map))
                    .or(() -> onlyValue(map))
                    .orElseGet(
                        () ->
                            Fix.manual(
                                "add a line to %s for what %s is in this request, or a default"
                                    .formatted(BlockTitle.withPlace(map), map.parameter())))))
        : Optional.empty();
  }

  /// `*.example.com` is a name of its own until `hostnames` says otherwise.
  private static Optional<Fix> wildcards(Subject subject, Directive map) {
    String host = subject.target().host().toLowerCase(Locale.ROOT);
    boolean meant =
        map.children().stream()
            .map(Directive::name)
            .filter(key -> key.startsWith("*.") || key.startsWith("."))
            .anyMatch(key -> host.endsWith(key.substring(key.indexOf('.'))));
    return meant && map.body("hostnames").findAny().isEmpty()
        ? Optional.of(
            Fix.review(
                "let the map match names by their wildcards",
                List.of(Layout.first(map, List.of("hostnames;")))))
        : Optional.empty();
  }

  /// `$http_host` has the port that the client names; `$host` has none.
  private static Optional<Fix> withoutPort(Subject subject, Directive map) {
    boolean known =
        map.children().stream()
            .anyMatch(line -> line.name().equalsIgnoreCase(subject.target().host()));
    return known && map.parameter().equals("$http_host")
        ? Optional.of(
            Fix.review(
                "choose by $host, which has no port",
                List.of(new Edit(map.parameterRange(0), "$host"))))
        : Optional.empty();
  }

  private static Optional<Fix> onlyValue(Directive map) {
    List<String> values =
        map.children().stream()
            .filter(line -> line.parameterCount() == 1 && !line.is("include"))
            .map(line -> line.parameterRange(0).text())
            .filter(value -> !value.matches("\"\"|''"))
            .distinct()
            .toList();
    Stream<Directive> empty = map.body("default").filter(line -> line.parameterCount() == 1);
    return values.size() == 1
        ? Optional.of(
            Fix.review(
                "take %s for other requests, too".formatted(values.getFirst()),
                List.of(
                    empty
                        .findFirst()
                        .map(line -> new Edit(line.parameterRange(0), values.getFirst()))
                        .orElseGet(
                            () ->
                                Layout.first(
                                    map, List.of("default %s;".formatted(values.getFirst())))))))
        : Optional.empty();
  }
}
