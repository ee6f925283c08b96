package dev.wsdoctor.gateway.cache;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import java.time.Duration;
import java.util.Optional;

/// How much a zone may keep, and for how long what nobody asks for (`proxy_cache_path`).
///
/// @param keys bytes for keys, as nginx would share them
/// @param bytes for answers
public record CacheBounds(long keys, long bytes, Duration inactive) {
  private static final long USUAL_INACTIVE_MILLIS = 600_000;

  /// Answers are kept in memory, of which they may have so much.
  private static final long MOST = Runtime.getRuntime().maxMemory() / 4;

  /// The bounds of answers in megabytes, whatever `max_size` says.
  public static long mostMegabytes() {
    return MOST >> 20;
  }

  static long mostBytes() {
    return MOST;
  }

  static CacheBounds of(Directive path) {
    String zone = option(path, "keys_zone=").orElse("");
    long keys = Quantities.size(zone.substring(zone.lastIndexOf(':') + 1)).orElse(0);
    long size = option(path, "max_size=").map(s -> Quantities.offset(s).orElse(MOST)).orElse(MOST);
    long inactive =
        option(path, "inactive=")
            .map(t -> Quantities.milliseconds(t).orElse(USUAL_INACTIVE_MILLIS))
            .orElse(USUAL_INACTIVE_MILLIS);
    return new CacheBounds(keys, Math.min(size, MOST), Duration.ofMillis(inactive));
  }

  static Optional<String> option(Directive path, String name) {
    return path.parameters().stream()
        .filter(p -> p.startsWith(name))
        .map(p -> p.substring(name.length()))
        .findFirst();
  }
}
