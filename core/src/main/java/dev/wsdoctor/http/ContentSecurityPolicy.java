package dev.wsdoctor.http;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One Content-Security-Policy of a page, as far as it judges what the page's scripts connect to
/// (W3C Content Security Policy Level 3, 6.1.2). Directives by their names in lower case.
public record ContentSecurityPolicy(Map<String, List<String>> directives) {
  public static final String FIELD = "Content-Security-Policy";

  private static final String FALLBACK = "default-src";
  private static final String CONNECTIONS = "connect-src";

  public ContentSecurityPolicy {
    directives = Map.copyOf(directives);
  }

  /// The policies of one field value; commas separate them, and each may forbid.
  public static List<ContentSecurityPolicy> parse(String value) {
    return Arrays.stream(value.split(",")).map(ContentSecurityPolicy::one).toList();
  }

  private static ContentSecurityPolicy one(String serialized) {
    Map<String, List<String>> directives = new HashMap<>();
    for (String directive : serialized.split(";")) {
      List<String> words = Stream.of(directive.trim().split("\\s+")).toList();
      String name = words.getFirst().toLowerCase(Locale.ROOT);
      if (!name.isEmpty()) {
        directives.putIfAbsent(name, words.subList(1, words.size()));
      }
    }
    return new ContentSecurityPolicy(directives);
  }

  /// The directive that judges connections; none where all are allowed.
  public Optional<String> judging() {
    return Stream.of(CONNECTIONS, FALLBACK).filter(directives::containsKey).findFirst();
  }

  /// Whether a page may open that URL.
  ///
  /// @param page where the page comes from
  public boolean allows(Target page, Target url) {
    return judging()
        .map(name -> sources(name).anyMatch(source -> source.matches(page, url)))
        .orElse(true);
  }

  private Stream<PolicySource> sources(String directive) {
    return directives.get(directive).stream().map(PolicySource::new);
  }

  /// Whether a page may run any script at all; without one it opens nothing.
  public boolean allowsScripts() {
    return Stream.of("script-src-elem", "script-src", FALLBACK)
        .filter(directives::containsKey)
        .findFirst()
        .map(name -> directives.get(name).stream().anyMatch(s -> !s.equalsIgnoreCase("'none'")))
        .orElse(true);
  }
}
