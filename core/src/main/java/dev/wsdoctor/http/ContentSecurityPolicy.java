package dev.wsdoctor.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// One Content-Security-Policy of a page, as far as it judges what the page's scripts connect to
/// (W3C Content Security Policy Level 3, 6.1.2).
public record ContentSecurityPolicy(List<Directive> directives) {
  public static final String FIELD = "Content-Security-Policy";

  private static final String FALLBACK = "default-src";

  /// What a page may load or open of one kind; `name` in lower case.
  public record Directive(String name, List<String> sources) {
    public Directive {
      sources = List.copyOf(sources);
    }
  }

  public ContentSecurityPolicy {
    directives = List.copyOf(directives);
  }

  /// The policies of one field value; commas separate them, and each may forbid.
  public static List<ContentSecurityPolicy> parse(String value) {
    return Arrays.stream(value.split(",", -1)).map(ContentSecurityPolicy::one).toList();
  }

  /// Of two directives of one name the first counts (CSP3, 2.2.1).
  private static ContentSecurityPolicy one(String serialized) {
    List<Directive> directives = new ArrayList<>();
    for (String directive : serialized.split(";", -1)) {
      List<String> words = List.of(directive.trim().split("\\s+"));
      String name = words.getFirst().toLowerCase(Locale.ROOT);
      directives.add(new Directive(name, words.subList(1, words.size())));
    }
    return new ContentSecurityPolicy(directives);
  }

  /// The directive that judges connections; none where all are allowed.
  public Optional<Directive> judging() {
    return first("connect-src", FALLBACK);
  }

  private Optional<Directive> first(String... names) {
    return Stream.of(names)
        .flatMap(name -> directives.stream().filter(one -> one.name().equals(name)))
        .findFirst();
  }

  /// Whether a page may open that URL.
  ///
  /// @param page where the page comes from
  public boolean allows(Target page, Target url) {
    return judging()
        .map(
            judge ->
                judge.sources().stream()
                    .anyMatch(source -> new PolicySource(source).matches(page, url)))
        .orElse(true);
  }

  /// Whether a page may run any script at all; without one it opens nothing.
  public boolean allowsScripts() {
    return first("script-src-elem", "script-src", FALLBACK)
        .map(judge -> judge.sources().stream().anyMatch(one -> !one.equalsIgnoreCase("'none'")))
        .orElse(true);
  }
}
