package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What nginx looks at when an `http` block has ended, in the order in which it does.
final class HttpBlock {
  /// What counts when the block has ended.
  private static final String[] KEPT = {
    "ssl",
    "ssl_certificate",
    "ssl_certificate_key",
    "ssl_reject_handshake",
    "ssl_verify_client",
    "ssl_client_certificate",
    "ssl_trusted_certificate",
    "ssl_ciphers",
    "proxy_ssl_verify",
    "proxy_ssl_trusted_certificate",
    "proxy_ssl_certificate",
    "proxy_ssl_certificate_key",
    "map_hash_bucket_size",
    "server_names_hash_bucket_size"
  };

  private final NginxVersion version;
  private final Report report;
  private final Variables variables;
  private final Certificates certificates;
  private final UpstreamTable upstreams;
  private final List<Block> servers = new ArrayList<>();
  private final List<Block> bufferSettings = new ArrayList<>();
  private final List<Directive> cacheUses = new ArrayList<>();
  private final List<Block> tlsPasses = new ArrayList<>();
  private final CacheRules caches;

  HttpBlock(NginxVersion version, Report report, Variables variables, Certificates certificates) {
    this.version = version;
    this.report = report;
    this.variables = variables;
    this.certificates = certificates;
    this.caches = new CacheRules(version, report);
    this.upstreams = new UpstreamTable(report);
  }

  void addTo(CheckTable table) {
    caches.addTo(table);
    table.put((directive, block) -> block.keep(directive), KEPT);
    table.putOfHttp(this::listen, "listen");
    table.putOfHttp(
        this::buffers,
        "proxy_buffers",
        "proxy_buffer_size",
        "proxy_busy_buffers_size",
        "proxy_temp_file_write_size",
        "proxy_max_temp_file_size");
    table.putOfHttp(this::tlsPass, "proxy_pass");
    table.put(
        use -> cacheUses.add(use), "proxy_cache", "fastcgi_cache", "uwsgi_cache", "scgi_cache");
  }

  private void listen(Directive directive, Block server) {
    server.first("listen");
    server.listens().add(directive, server, report, version);
  }

  private void buffers(Directive directive, Block block) {
    block.keep(directive);
    bufferSettings.add(block);
  }

  /// Requests are passed on by TLS here.
  private void tlsPass(Directive directive, Block block) {
    if (directive.parameter().startsWith("https://")) {
      tlsPasses.add(block);
    }
  }

  UpstreamTable upstreams() {
    return upstreams;
  }

  void addServer(Block server) {
    servers.add(server);
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
    withoutCertificate("ssl", block.listens().defaultTlsServers());
    withoutCertificate("quic", block.listens().defaultQuicServers());
    variables.end(false);
    clear();
  }

  private void withoutCertificate(String parameter, Stream<Block> servers) {
    servers
        .filter(Certificates::isMissing)
        .flatMap(server -> server.directive().stream())
        .forEach(server -> Certificates.missing(report, server, parameter));
  }

  private void loadCertificates(Block server) {
    List<Directive> chosen = server.inForce("ssl_certificate");
    Optional<Directive> on = server.switchedOn("ssl");
    boolean lacksKey = server.inForce("ssl_certificate_key").isEmpty();
    if (on.isPresent() && (Certificates.isMissing(server) || (!chosen.isEmpty() && lacksKey))) {
      String what = chosen.isEmpty() ? "ssl_certificate" : "ssl_certificate_key";
      report.error(on.get(), "no \"" + what + "\" is defined for the \"ssl\" directive");
    } else if (!chosen.isEmpty()) {
      certificates
          .failure(chosen, server.inForce("ssl_certificate_key"))
          .ifPresent(message -> report.unpositioned(chosen.getFirst(), message));
      for (Directive ciphers : server.inForce("ssl_ciphers")) {
        CipherString.problem(ciphers.parameter())
            .ifPresent(message -> report.unpositioned(ciphers, message));
      }
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

  private void clear() {
    servers.clear();
    bufferSettings.clear();
    cacheUses.clear();
    tlsPasses.clear();
  }
}
