package dev.wsdoctor.regex;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Compiles nginx's regular expressions, with PCRE's meaning and bounded in time.
///
/// A pattern whose meaning is the same in java.util.regex runs there; any other is given to the
/// PCRE2 library, which is loaded when the first such pattern comes. Compiled patterns are kept in
/// a map that any thread may use.
public final class Regexes {
  private static final Map<String, Compiled> EXACT = new ConcurrentHashMap<>();
  private static final Map<String, Compiled> CASELESS = new ConcurrentHashMap<>();

  private Regexes() {}

  /// Compiles a pattern of one char per byte; `caseless` as for `~*`.
  public static Compiled compile(String pattern, boolean caseless) {
    Map<String, Compiled> cache = caseless ? CASELESS : EXACT;
    Compiled known = cache.get(pattern);
    if (known != null) {
      return known;
    }
    if (cache.size() >= Limits.CACHED_PATTERNS) {
      cache.clear();
    }
    Compiled compiled = compileAnew(pattern, caseless);
    cache.put(pattern, compiled);
    return compiled;
  }

  private static Compiled compileAnew(String pattern, boolean caseless) {
    Translation translation = Translator.translate(pattern, caseless);
    if (translation instanceof Translation.Same same) {
      return new Compiled.Valid(new JavaRegex(pattern, caseless, same.java()));
    }
    return switch (Pcre.available()) {
      case Pcre.Loaded(Pcre pcre) -> pcre.compile(pattern, caseless);
      case Pcre.Absent(String why) -> withoutPcre(pattern, caseless, translation, why);
    };
  }

  static Compiled withoutPcre(
      String pattern, boolean caseless, Translation translation, String absence) {
    return switch (translation) {
      case Translation.Same(JavaPattern java) ->
          new Compiled.Valid(new JavaRegex(pattern, caseless, java));
      case Translation.Close(JavaPattern java) ->
          new Compiled.Valid(new JavaRegex(pattern, caseless, java));
      case Translation.Broken(String message) -> new Compiled.Invalid(message);
      case Translation.Beyond(String construct) ->
          new Compiled.Unsupported(
              "\"%s\" has %s, which only PCRE can judge, and %s"
                  .formatted(pattern, construct, absence));
    };
  }
}
