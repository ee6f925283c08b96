package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What nginx looks at when an `http` block has ended, in the order in which it does.
final class HttpBlock {
  private final Report report;
  private final Variables variables;
  private final Certificates certificates;
  private final UpstreamTable upstreams;
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
    this.upstreams = new UpstreamTable(report);
  }

  UpstreamTable upstreams() {
    return upstreams;
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
    upstreams.end();
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
    servers.clear();
    bufferSettings.clear();
    cacheUses.clear();
    tlsPasses.clear();
  }
}
