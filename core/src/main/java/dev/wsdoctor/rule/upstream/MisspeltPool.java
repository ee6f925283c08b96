package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.rule.ConnectionMap;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A variable of `proxy_pass` whose values are names of upstreams, one of them misspelt: nginx
/// takes a word that no upstream has for a host, and needs a resolver for it.
final class MisspeltPool {
  private static final Pattern VARIABLE = Pattern.compile("://(\\$\\w+)");

  private MisspeltPool() {}

  static Optional<Fix> mend(Subject subject, Directive pass) {
    Matcher variable = VARIABLE.matcher(pass.parameter());
    Optional<Scope> scope = subject.last().decision().scope();
    if (!variable.find() || scope.isEmpty()) {
      return Optional.empty();
    }
    List<Edit> edits =
        values(scope.get(), variable.group(1))
            .flatMap(value -> respelt(subject, value).stream())
            .toList();
    return edits.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Fix.review(
                "name the upstream %s, as it is called".formatted(edits.getFirst().replacement()),
                edits));
  }

  /// Where the variable's values are written: in its map, or in `set`.
  private static Stream<SourceRange> values(Scope scope, String variable) {
    Stream<SourceRange> mapped =
        ConnectionMap.defining(scope, variable).stream()
            .flatMap(map -> map.children().stream())
            .filter(entry -> entry.parameterCount() == 1)
            .map(entry -> entry.parameterRange(0));
    Stream<SourceRange> assigned =
        scope.chain().stream()
            .flatMap(level -> level.own("set").stream())
            .filter(set -> set.parameterCount() == 2 && set.parameter().equals(variable))
            .map(set -> set.parameterRange(1));
    return Stream.concat(mapped, assigned);
  }

  private static Optional<Edit> respelt(Subject subject, SourceRange value) {
    String written = value.text();
    return Optional.of(written)
        .filter(word -> word.matches("[\\w-]+") && subject.nginx().upstream(word).isEmpty())
        .flatMap(
            word ->
                EditDistance.nearest(
                    subject.nginx().upstreams().stream().map(Upstream::name), word))
        .map(name -> new Edit(value, name));
  }
}
