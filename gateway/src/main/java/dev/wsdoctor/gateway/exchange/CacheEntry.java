package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.cache.CacheSettings;
import dev.wsdoctor.gateway.cache.CacheZone;
import dev.wsdoctor.gateway.cache.Keeping;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import java.util.Locale;

/// Where the answer to one request is kept: its zone, its key, and the keys of its variants.
record CacheEntry(CacheZone zone, String key, CacheSettings settings, Execution execution) {
  static CacheEntry of(
      CacheZone zone, CacheSettings settings, Execution execution, Outcome.Proxied proxied) {
    String key =
        settings
            .key()
            .map(execution::text)
            .orElseGet(
                () ->
                    (proxied.target().tls() ? "https://" : "http://")
                        + execution.text("$proxy_host")
                        + execution.text(proxied.sent().target()));
    return new CacheEntry(zone, key, settings, execution);
  }

  CacheZone.Found open(long now) {
    return zone.open(key, this::variant, settings.minUses(), now);
  }

  /// The key of this request among those whose answers depend on these fields
  /// (`ngx_http_file_cache_vary`).
  String variant(String vary) {
    StringBuilder variant = new StringBuilder(key);
    for (String name : vary.toLowerCase(Locale.ROOT).split("[, ]+", -1)) {
      String variable = "$http_" + name.replace('-', '_');
      String value = name.isEmpty() ? "" : execution.text(variable).replace(" ", "");
      variant.append('\n').append(name).append(':').append(value);
    }
    return variant.toString();
  }

  /// What is to become of an answer that is being passed on.
  Keeping keeping(String foundUnder) {
    return new Keeping(zone, settings, key, foundUnder, this::variant);
  }
}
