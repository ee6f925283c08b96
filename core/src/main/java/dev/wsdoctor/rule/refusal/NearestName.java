package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The name of a zone, a cache or a log format that nothing declares, and that is nearly one that
/// something does.
final class NearestName {
  private static final List<Pattern> UNKNOWN =
      List.of(
          Pattern.compile("zero size shared memory zone \"([^\"]+)\""),
          Pattern.compile("unknown log format \"([^\"]+)\""),
          Pattern.compile("\"\\w+_cache\" zone \"([^\"]+)\" is unknown"));

  private static final Pattern DECLARED = Pattern.compile("(?:keys_)?zone=([^:]+):.*");

  /// Directives that have the bare name for a parameter.
  private static final Set<String> USING =
      Set.of("limit_conn", "access_log", "proxy_cache", "fastcgi_cache", "uwsgi_cache");

  private NearestName() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    Optional<String> unknown =
        UNKNOWN.stream().flatMap(pattern -> refusal.group(pattern).stream()).findFirst();
    return unknown.stream()
        .flatMap(
            name ->
                EditDistance.nearest(declared(refusal), name).stream()
                    .map(right -> written(refusal, name, right)));
  }

  private static Stream<String> declared(Refusal refusal) {
    return refusal
        .everywhere()
        .flatMap(
            line ->
                line.is("log_format")
                    ? Stream.of(line.parameter())
                    : line.parameters().stream()
                        .map(DECLARED::matcher)
                        .filter(found -> found.matches())
                        .map(found -> found.group(1)));
  }

  /// In every line that uses it.
  private static Candidate written(Refusal refusal, String unknown, String right) {
    List<Directive> uses =
        refusal.everywhere().filter(line -> indexes(line, unknown).findAny().isPresent()).toList();
    List<Edit> edits =
        uses.stream()
            .flatMap(
                line ->
                    indexes(line, unknown)
                        .mapToObj(
                            index ->
                                Parameters.written(
                                    line,
                                    index,
                                    line.parameters().get(index).replace(unknown, right))))
            .toList();
    return new Candidate(
        edits,
        "write %s for %s, which nothing declares".formatted(right, unknown),
        uses.stream().map(Directive::head).limit(3).toList());
  }

  private static IntStream indexes(Directive line, String name) {
    return IntStream.range(0, line.isBlock() ? 0 : line.parameterCount())
        .filter(
            index -> {
              String parameter = line.parameters().get(index);
              return parameter.equals("zone=" + name)
                  || (USING.contains(line.name()) && parameter.equals(name));
            });
  }
}
