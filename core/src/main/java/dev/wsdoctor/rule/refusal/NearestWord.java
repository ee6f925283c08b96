package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A word that nginx does not know where it knows only some, and which is nearly one of them, or
/// what other programs call one of them.
final class NearestWord {
  /// What a parameter may be, for directives whose words the catalogue does not list.
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "error_log",
          List.of("debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"),
          "add_header",
          List.of("always"),
          "add_trailer",
          List.of("always"),
          "hash",
          List.of("consistent"),
          "limit_req",
          List.of("nodelay"),
          "listen",
          List.of("default_server", "ssl", "http2", "reuseport", "proxy_protocol", "deferred"),
          "rewrite",
          List.of("last", "break", "redirect", "permanent"),
          "server",
          List.of("backup", "down"),
          "proxy_redirect",
          List.of("off", "default"),
          "fastcgi_param",
          List.of("if_not_empty"));

  /// What other programs, or people, call it.
  private static final Map<String, List<String>> MEANINGS =
      Map.ofEntries(
          Map.entry("none", List.of("off")),
          Map.entry("no", List.of("off")),
          Map.entry("false", List.of("off")),
          Map.entry("disabled", List.of("off")),
          Map.entry("yes", List.of("on")),
          Map.entry("true", List.of("on")),
          Map.entry("warning", List.of("warn")),
          Map.entry("critical", List.of("crit")),
          Map.entry("both", List.of("all")),
          // of satisfy, too, where any would let in whom all keeps out
          Map.entry("always", List.of("all", "any")),
          Map.entry("enable", List.of("on")),
          Map.entry("tls", List.of("ssl")),
          Map.entry("https", List.of("ssl")),
          Map.entry("h2", List.of("http2")),
          Map.entry("all", List.of("any")),
          Map.entry("default", List.of("default_server")),
          Map.entry("301", List.of("permanent")),
          Map.entry("308", List.of("permanent")),
          Map.entry("302", List.of("redirect")),
          Map.entry("307", List.of("redirect")),
          Map.entry("1", List.of("1.1", "on")),
          Map.entry("0", List.of("off")));

  private NearestWord() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.refusedWord().stream()
        .flatMap(word -> refusal.line().flatMap(line -> known(refusal, line, word)));
  }

  private static Stream<Candidate> known(Refusal refusal, Directive line, String word) {
    List<String> words =
        Stream.concat(
                WORDS.getOrDefault(line.name(), List.of()).stream(),
                Catalogue.of(refusal.subject().version()).find(line.name()).stream()
                    .flatMap(meaning -> meaning.value().words().stream()))
            .distinct()
            .toList();
    Stream<Candidate> one =
        Parameters.indexes(line, word)
            .boxed()
            .flatMap(index -> right(words, word).map(right -> written(line, index, right)));
    return words.isEmpty() || line.parameterCount() < 2
        ? one
        : Stream.concat(all(line, words), one);
  }

  /// All words of a line of such words.
  private static Stream<Candidate> all(Directive line, List<String> words) {
    List<Edit> edits =
        IntStream.range(0, line.parameterCount())
            .filter(index -> !words.contains(line.parameters().get(index)))
            .boxed()
            .flatMap(
                index ->
                    right(words, line.parameters().get(index))
                        .limit(1)
                        .map(right -> Parameters.written(line, index, right)))
            .toList();
    String written = edits.stream().map(Edit::replacement).collect(Collectors.joining(" "));
    return edits.size() < 2
        ? Stream.of()
        : Stream.of(new Candidate(edits, "write " + written, List.of(line.head())));
  }

  /// Its meaning, the word without signs behind it, one that it is the end of, or the nearest.
  private static Stream<String> right(List<String> words, String word) {
    String bare = word.replaceFirst("[,;.:]+$", "");
    Stream<String> meant = MEANINGS.getOrDefault(bare.toLowerCase(Locale.ROOT), List.of()).stream();
    Stream<String> ends =
        Stream.concat(
            words.stream().filter(known -> known.equalsIgnoreCase(bare)),
            words.stream().filter(known -> known.endsWith("_" + bare)));
    int errors = Math.min(2, bare.length() / 3);
    Stream<String> near =
        words.stream()
            .filter(known -> EditDistance.between(known, bare) <= errors)
            .sorted(Comparator.comparingInt(known -> EditDistance.between(known, bare)));
    return Stream.of(meant.filter(words::contains), ends, near)
        .flatMap(found -> found)
        .filter(known -> !known.equals(word))
        .distinct();
  }

  private static Candidate written(Directive line, int index, String right) {
    return new Candidate(
        Parameters.written(line, index, right),
        "write %s for %s".formatted(right, line.parameters().get(index)));
  }
}
