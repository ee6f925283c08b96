package dev.wsdoctor.gateway.cache;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The zones of one configuration, by their names.
public final class CacheZones {
  private final Map<String, CacheZone> zones;
  private final List<Directive> paths;

  private CacheZones(Map<String, CacheZone> zones, List<Directive> paths) {
    this.zones = Map.copyOf(zones);
    this.paths = List.copyOf(paths);
  }

  /// The zones of all configurations of a gateway: one that is written as before goes on over a
  /// reload. May be used by many threads.
  public static final class Kept {
    private final Map<String, CacheZone> zones = new ConcurrentHashMap<>();

    public CacheZones of(Configuration configuration) {
      Map<String, CacheZone> named = new HashMap<>();
      List<Directive> paths =
          configuration.http().stream().flatMap(h -> h.body("proxy_cache_path")).toList();
      for (Directive path : paths) {
        String zone = CacheBounds.option(path, "keys_zone=").orElse("");
        String name = zone.substring(0, Math.max(0, zone.lastIndexOf(':')));
        String written = String.join(" ", path.parameters());
        named.put(name, zones.computeIfAbsent(written, _ -> new CacheZone(CacheBounds.of(path))));
      }
      zones.values().retainAll(named.values());
      return new CacheZones(named, paths);
    }
  }

  /// The zone of that name.
  public Optional<CacheZone> named(String name) {
    return Optional.ofNullable(zones.get(name));
  }

  /// Where the zones are kept otherwise than nginx would.
  public List<String> notes() {
    return paths.stream().map(CacheZones::note).toList();
  }

  private static String note(Directive path) {
    return "%s: proxy_cache_path keeps answers in memory, up to %d MB, and not in files"
        .formatted(path.where(), CacheBounds.mostMegabytes());
  }
}
