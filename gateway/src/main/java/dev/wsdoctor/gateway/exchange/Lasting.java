package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.cache.CacheZones;

/// What goes on over reloads, as it does in nginx's shared memory.
public record Lasting(Traffic traffic, CacheZones.Kept caches) {
  public Lasting() {
    this(new Traffic(), new CacheZones.Kept());
  }
}
