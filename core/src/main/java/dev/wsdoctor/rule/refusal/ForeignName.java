package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.DirectiveDefinition;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The name of a directive as other programs spell names: in capitals, with dashes, as `ProxyPass`,
/// without the module that nginx puts in front, or run together with what follows.
final class ForeignName {
  /// What may be missing in front of a name.
  private static final List<String> MODULES =
      List.of("proxy_", "client_", "ssl_", "gzip_", "limit_", "http_", "proxy_ssl_", "server_");

  private ForeignName() {}

  /// All of the file together where the same rule mends them: it is a habit.
  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    if (!refusal.says("unknown directive")) {
      return Stream.of();
    }
    List<Directive> unknown =
        refusal.in(file).filter(line -> !isKnown(refusal, line.name())).toList();
    List<Edit> edits = unknown.stream().flatMap(line -> known(refusal, line).limit(1)).toList();
    return edits.isEmpty()
        ? Stream.of()
        : Stream.of(
            new Candidate(edits, advice(edits), edits.stream().map(Edit::range).limit(3).toList()));
  }

  private static String advice(List<Edit> edits) {
    Edit first = edits.getFirst();
    return "write %s for %s".formatted(first.replacement(), first.range().text());
  }

  private static Stream<Edit> known(Refusal refusal, Directive line) {
    SourceRange name = Parameters.name(line);
    if (!name.text().equals(line.name())) {
      return Stream.of();
    }
    Stream<String> spelt =
        Stream.concat(
            Stream.of(snake(line.name())),
            Stream.concat(
                MODULES.stream().map(module -> module + snake(line.name())),
                Stream.of(snake(line.name()) + "s")));
    Stream<Edit> other =
        spelt
            .filter(written -> isKnown(refusal, written) && takes(refusal, written, line))
            .map(written -> new Edit(name, written));
    return Stream.of(caddy(line), tag(line), other, apart(refusal, line)).flatMap(edits -> edits);
  }

  /// `proxyPass`, `ProxyPass`, `proxy-pass`, `PROXY_PASS`.
  private static String snake(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .replace('-', '_')
        .toLowerCase(Locale.ROOT);
  }

  private static Stream<Edit> caddy(Directive line) {
    return line.is("reverse_proxy") && line.parameterCount() == 1
        ? Stream.of(
            new Edit(
                new SourceRange(line.range().file(), line.range().start(), line.head().end()),
                "proxy_pass "
                    + (line.parameter().contains("://") ? "" : "http://")
                    + line.parameter()))
        : Stream.of();
  }

  /// `<Location /ws/> {`, as Apache opens it.
  private static Stream<Edit> tag(Directive line) {
    String head = line.head().text();
    return line.isBlock() && head.matches("(?s)<[A-Z][A-Za-z]+ .*>")
        ? Stream.of(
            new Edit(
                line.head(),
                head.substring(1, head.length() - 1)
                    .replaceFirst("^\\w+", snake(line.name().substring(1)))))
        : Stream.of();
  }

  /// `if(`, `location/ws`, `proxy_http_version1.1`: the longest name that it begins with.
  private static Stream<Edit> apart(Refusal refusal, Directive line) {
    SourceFile file = line.range().file();
    return Catalogue.names().stream()
        .filter(known -> line.name().startsWith(known) && isKnown(refusal, known))
        .filter(known -> !Character.isLetter(line.name().charAt(known.length())))
        .filter(known -> line.name().charAt(known.length()) != '_')
        .max(Comparator.comparingInt(String::length))
        .map(
            known -> {
              int start = line.range().start();
              SourceRange glued = new SourceRange(file, start, start + known.length() + 1);
              return new Edit(glued, known + " " + line.name().charAt(known.length()));
            })
        .stream();
  }

  private static boolean isKnown(Refusal refusal, String name) {
    return !Catalogue.of(refusal.subject().version()).find(name).isEmpty();
  }

  private static boolean takes(Refusal refusal, String name, Directive line) {
    return Catalogue.of(refusal.subject().version()).find(name).stream()
        .anyMatch(
            (DirectiveDefinition one) ->
                one.block() == line.isBlock() && one.arity().accepts(line.parameterCount()));
  }
}
