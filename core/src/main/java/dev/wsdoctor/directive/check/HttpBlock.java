package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What nginx looks at when an `http` block has ended, in the order in which it does.
final class HttpBlock {
  private final Report report;
  private final Variables variables;
  private final Certificates certificates;
  private final Map<String, Directive> upstreams = new HashMap<>();

  /// The first directive that passes requests to a host and port of its own, by the host.
  private final Map<String, Passed> passed = new HashMap<>();

  private final List<Directive> withoutServers = new ArrayList<>();
  private final List<Block> servers = new ArrayList<>();
  private final List<Block> bufferSettings = new ArrayList<>();
  private final List<Directive> cacheUses = new ArrayList<>();
  private final List<Block> tlsPasses = new ArrayList<>();
  private final CacheRules caches;

  HttpBlock(Report report, Variables variables, Certificates certificates) {
    this.report = report;
    this.variables = variables;
    this.certificates = certificates;
    this.caches = new CacheRules(report);
  }

  private record Passed(Directive by, String port) {}

  /// Notes an upstream block; false if one of that name was there before. Names have no case.
  boolean addUpstream(Directive upstream) {
    String name = name(upstream.parameter());
    Optional.ofNullable(passed.get(name)).ifPresent(to -> hasPort(upstream.parameter(), to));
    return upstreams.putIfAbsent(name, upstream) == null;
  }

  /// Notes a host that is passed to with a port: an upstream block of that name has ports already
  /// (ngx_http_upstream_add).
  void addPassed(Directive by, String host, String port) {
    Passed to = new Passed(by, port);
    Optional.ofNullable(upstreams.get(name(host)))
        .ifPresentOrElse(
            upstream -> hasPort(upstream.parameter(), to),
            () -> passed.putIfAbsent(name(host), to));
  }

  private void hasPort(String upstream, Passed to) {
    report.error(to.by, "upstream \"%s\" may not have port %s".formatted(upstream, to.port));
  }

  private static String name(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  /// An upstream that has backup servers only.
  void addWithoutServers(Directive upstream) {
    withoutServers.add(upstream);
  }

  void addServer(Block server) {
    servers.add(server);
  }

  /// A block that says something of buffers.
  void addBufferSetting(Block block) {
    bufferSettings.add(block);
  }

  CacheRules caches() {
    return caches;
  }

  /// A directive that names a cache.
  void addCacheUse(Directive use) {
    cacheUses.add(use);
  }

  /// A block that passes requests on by TLS.
  void addTlsPass(Block block) {
    tlsPasses.add(block);
  }

  void end(Directive http, Block block) {
    for (Directive upstream : withoutServers) {
      report.error(upstream, "no servers in upstream \"" + upstream.parameter() + "\"");
    }
    servers.forEach(this::loadCertificates);
    if (!servers.isEmpty()) {
      variables.merge(http);
    }
    // without a server nginx merges nothing, and finds nothing
    for (Block settings : servers.isEmpty() ? List.<Block>of() : bufferSettings) {
      Buffers.problem(settings).ifPresent(message -> report.errorAtEnd(http, message));
    }
    for (Directive use : servers.isEmpty() ? List.<Directive>of() : cacheUses) {
      caches.unknown(use).ifPresent(message -> report.errorAtEnd(http, message));
    }
    UpstreamTlsSettings upstreamTls = new UpstreamTlsSettings(report);
    tlsPasses.forEach(upstreamTls::check);
    servers.stream().filter(Block::hasLocations).forEach(this::duplicateLocations);
    block.listens().nameProblems(report);
    block
        .listens()
        .longNames(report, block.inForce("server_names_hash_bucket_size").stream().findFirst());
    block.listens().defaultTlsServers().filter(HttpBlock::lacksCertificate).forEach(this::lacks);
    variables.end(false);
    clear();
  }

  private void loadCertificates(Block server) {
    List<Directive> chosen = server.inForce("ssl_certificate");
    Optional<Directive> on = enabled(server, "ssl");
    boolean lacksKey = server.inForce("ssl_certificate_key").isEmpty();
    if (on.isPresent() && (lacksCertificate(server) || (!chosen.isEmpty() && lacksKey))) {
      String what = chosen.isEmpty() ? "ssl_certificate" : "ssl_certificate_key";
      report.error(on.get(), "no \"" + what + "\" is defined for the \"ssl\" directive");
    } else if (!chosen.isEmpty()) {
      certificates
          .failure(chosen, server.inForce("ssl_certificate_key"))
          .ifPresent(message -> report.unpositioned(chosen.getFirst(), message));
      trustedByNobody(server);
    }
  }

  /// A check of the client's certificate needs one to check it by; `optional_no_ca` does not.
  private void trustedByNobody(Block server) {
    boolean trusts =
        Stream.of("ssl_client_certificate", "ssl_trusted_certificate")
            .anyMatch(name -> !server.inForce(name).isEmpty());
    server.inForce("ssl_verify_client").stream()
        .filter(line -> line.parameter().equals("on") || line.parameter().equals("optional"))
        .filter(_ -> !trusts)
        .limit(1)
        .forEach(
            line -> report.unpositioned(line, "no ssl_client_certificate for ssl_verify_client"));
  }

  private void duplicateLocations(Block server) {
    for (Directive location : server.locations().duplicates()) {
      String name = LocationName.of(location.parameters()).name();
      report.error(location, "duplicate location \"" + name + "\"");
    }
  }

  private static boolean lacksCertificate(Block server) {
    return enabled(server, "ssl_reject_handshake").isEmpty()
        && server.inForce("ssl_certificate").isEmpty();
  }

  private static Optional<Directive> enabled(Block server, String flag) {
    return server.inForce(flag).stream()
        .filter(d -> d.parameter().equalsIgnoreCase("on"))
        .findFirst();
  }

  private void lacks(Block server) {
    server
        .directive()
        .ifPresent(
            directive ->
                report.error(
                    directive,
                    "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive"));
  }

  private void clear() {
    upstreams.clear();
    passed.clear();
    withoutServers.clear();
    servers.clear();
    bufferSettings.clear();
    cacheUses.clear();
    tlsPasses.clear();
  }
}
