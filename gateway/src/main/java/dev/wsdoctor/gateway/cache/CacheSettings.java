package dev.wsdoctor.gateway.cache;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.ScopeValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The `proxy_cache_...` in force in a scope.
///
/// @param key as written; absent for the URL that is asked for
/// @param lifetimes in the order of the file
public record CacheSettings(
    String zone,
    Optional<String> key,
    List<Lifetime> lifetimes,
    List<String> bypass,
    List<String> noCache,
    Set<String> useStale,
    Set<String> ignored,
    int minUses,
    boolean revalidates,
    boolean updatesInBackground,
    Optional<Lock> lock,
    OptionalLong maxRangeOffset) {
  /// Absent where nothing is cached, so that nobody pays for it there.
  public static final ScopeValue<Optional<CacheSettings>> IN_FORCE =
      ScopeValue.of(CacheSettings::of);

  private static final Set<Integer> USUAL = Set.of(200, 301, 302);

  /// A line of `proxy_cache_valid`.
  ///
  /// @param statuses empty for any
  public record Lifetime(Set<Integer> statuses, long seconds) {}

  /// `proxy_cache_lock`
  public record Lock(Duration timeout, Duration age) {}

  private static Optional<CacheSettings> of(Scope scope) {
    String zone = scope.setting("proxy_cache").map(Directive::parameter).orElse("off");
    return zone.equals("off") ? Optional.empty() : Optional.of(of(scope, zone));
  }

  private static CacheSettings of(Scope scope, String zone) {
    Optional<Lock> lock =
        scope.flag("proxy_cache_lock", false)
            ? Optional.of(
                new Lock(
                    time(scope, "proxy_cache_lock_timeout"), time(scope, "proxy_cache_lock_age")))
            : Optional.empty();
    Optional<Directive> offset = scope.setting("proxy_cache_max_range_offset");
    return new CacheSettings(
        zone,
        scope.setting("proxy_cache_key").map(Directive::parameter),
        scope.inForce("proxy_cache_valid").stream().map(CacheSettings::lifetime).toList(),
        words(scope, "proxy_cache_bypass"),
        words(scope, "proxy_no_cache"),
        Set.copyOf(words(scope, "proxy_cache_use_stale")),
        Set.copyOf(lowered(words(scope, "proxy_ignore_headers"))),
        scope
            .setting("proxy_cache_min_uses")
            .map(d -> (int) Quantities.number(d.parameter()).orElse(1))
            .orElse(1),
        scope.flag("proxy_cache_revalidate", false),
        scope.flag("proxy_cache_background_update", false),
        lock,
        offset.isEmpty() ? OptionalLong.empty() : Quantities.offset(offset.get().parameter()));
  }

  private static Duration time(Scope scope, String name) {
    String written = scope.setting(name).map(Directive::parameter).orElse("5s");
    return Duration.ofMillis(Quantities.milliseconds(written).orElse(5000));
  }

  private static List<String> words(Scope scope, String name) {
    return scope.inForce(name).stream().flatMap(d -> d.parameters().stream()).toList();
  }

  private static Set<String> lowered(List<String> words) {
    Set<String> lowered = new HashSet<>();
    words.forEach(word -> lowered.add(word.toLowerCase(Locale.ROOT)));
    return lowered;
  }

  /// `ngx_http_file_cache_valid_set_slot`
  private static Lifetime lifetime(Directive line) {
    long seconds = Quantities.seconds(line.lastParameter()).orElse(0);
    List<String> codes = line.parameters().subList(0, line.parameters().size() - 1);
    if (codes.isEmpty()) {
      return new Lifetime(USUAL, seconds);
    }
    List<Integer> statuses = new ArrayList<>();
    for (String code : codes) {
      if (code.equals("any")) {
        return new Lifetime(Set.of(), seconds);
      }
      statuses.add((int) Quantities.number(code).orElse(0));
    }
    return new Lifetime(Set.copyOf(statuses), seconds);
  }

  /// How long an answer of that status is good for, in seconds; 0 where it is not kept.
  public long lifetime(int status) {
    return lifetimes.stream()
        .filter(l -> l.statuses.isEmpty() || l.statuses.contains(status))
        .findFirst()
        .map(Lifetime::seconds)
        .orElse(0L);
  }

  boolean ignores(String field) {
    return ignored.contains(field);
  }

  /// Whether one of them is true now (`ngx_http_test_predicates`).
  public static boolean isAny(List<String> parameters, Execution execution) {
    return parameters.stream()
        .map(execution::text)
        .anyMatch(value -> !value.isEmpty() && !value.equals("0"));
  }

  /// Whether an answer that is too old may be given in that case: `error`, `http_500`, `updating`.
  public boolean usesStale(String inCase) {
    return useStale.contains(inCase);
  }
}
