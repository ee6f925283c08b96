package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.gateway.cache.CacheZones;
import dev.wsdoctor.gateway.log.Logs;
import dev.wsdoctor.gateway.tls.Library;
import dev.wsdoctor.gateway.tls.TlsServers;
import dev.wsdoctor.gateway.tls.UpstreamContexts;
import dev.wsdoctor.nginx.Nginx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One configuration as it runs: what decides, the TLS of its servers and to its upstreams, the
/// servers of upstreams, limits, caches, logs, the time, and what has passed so far.
public record Site(
    Configuration configuration,
    Nginx nginx,
    TlsServers tls,
    UpstreamContexts upstreamTls,
    UpstreamGroups upstreams,
    Resolvers resolvers,
    Renewal renewal,
    Optional<RequestLimiting> limits,
    Optional<Logs> logs,
    Clock clock,
    EventLoops loops,
    Traffic traffic,
    CacheZones caches) {
  /// Loads the certificates and keys that a configuration names, too.
  public static Site of(
      Configuration configuration,
      Nginx nginx,
      Map<String, String> standIns,
      Optional<Logs> logs,
      Clock clock,
      EventLoops loops,
      Lasting lasting) {
    DiskFiles files = new DiskFiles();
    logs.ifPresent(l -> l.flushBy(loops.group(), clock));
    Prefixes prefixes = configuration.prefixes();
    HostLookup lookup = HostLookup.ofSystem();
    Resolvers resolvers = Resolvers.of(configuration, lookup, loops);
    Supplier<Library> library = () -> Library.preferred(loops.areOwn());
    Renewal renewal = Renewal.of(configuration, resolvers, loops);
    return new Site(
        configuration,
        nginx,
        TlsServers.of(nginx, files, prefixes, clock, library),
        UpstreamContexts.of(nginx, files, prefixes, clock, library),
        UpstreamGroups.of(nginx, standIns, lookup, renewal, clock),
        resolvers,
        renewal,
        RequestLimiting.of(configuration),
        logs,
        clock,
        loops,
        lasting.traffic(),
        lasting.caches().of(configuration));
  }

  /// What nginx would say against the names, certificates and keys in it, in its words.
  public List<ConfigurationError> errors() {
    return Stream.of(resolvers.errors(), upstreams.errors(), tls.errors(), upstreamTls.errors())
        .flatMap(List::stream)
        .toList();
  }

  /// What is done otherwise than nginx would, one sentence each with `FILE:LINE`.
  public List<String> notes() {
    return Stream.of(tls.notes(), upstreamTls.notes(), caches.notes())
        .flatMap(List::stream)
        .toList();
  }

  /// Lets go of what is held outside of the heap.
  public void close() {
    upstreams.end();
    renewal.end();
    resolvers.close();
    tls.close();
    upstreamTls.close();
    logs.ifPresent(Logs::close);
  }
}
