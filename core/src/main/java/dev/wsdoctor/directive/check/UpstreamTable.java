package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The upstream blocks of `http` or `stream`, and the hosts that are passed to
/// (ngx_http_upstream_add, ngx_stream_upstream_add).
final class UpstreamTable {
  private final Report report;

  private final Map<String, Directive> blocks = new HashMap<>();

  /// The first directive that passes requests to a host and port of its own, by the host.
  private final Map<String, Passed> passed = new HashMap<>();

  /// The first directive that passes to a host and names no port, by the host.
  private final Map<String, Directive> withoutPort = new LinkedHashMap<>();

  private final List<Directive> withoutServers = new ArrayList<>();

  /// Upstreams with names that are to be resolved at run time.
  private final List<Resolved> resolved = new ArrayList<>();

  private boolean hasResolver;

  private record Resolved(Directive upstream, boolean isShared, boolean hasResolver) {}

  private record Passed(Directive by, String port) {}

  UpstreamTable(Report report) {
    this.report = report;
  }

  void add(Directive upstream) {
    String name = name(upstream.parameter());
    Optional.ofNullable(passed.get(name)).ifPresent(to -> hasPort(upstream.parameter(), to));
    if (blocks.putIfAbsent(name, upstream) != null) {
      report.error(upstream, "duplicate upstream \"" + upstream.parameter() + "\"");
    }
  }

  /// An upstream that has backup servers only.
  void addWithoutServers(Directive upstream) {
    withoutServers.add(upstream);
  }

  /// An upstream that resolves a name at run time, whether its servers are in shared memory, and
  /// whether it has name servers of its own.
  void addResolved(Directive upstream, boolean isShared, boolean ownResolver) {
    resolved.add(new Resolved(upstream, isShared, ownResolver));
  }

  /// The block around names name servers for all.
  void resolves() {
    hasResolver = true;
  }

  /// Notes an address that is passed to, of which a host with a port counts: an upstream block of
  /// that name has ports already.
  void addPassed(Directive by, String address) {
    int end = UpstreamAddress.authorityEnd(address);
    int colon = address.indexOf(':');
    boolean isSocket = address.regionMatches(true, 0, "unix:", 0, "unix:".length());
    if (colon < 0 || colon > end || isSocket || address.startsWith("[")) {
      return;
    }
    String host = name(address.substring(0, colon));
    Passed to = new Passed(by, address.substring(colon + 1, end));
    Directive upstream = blocks.get(host);
    if (upstream != null) {
      hasPort(upstream.parameter(), to);
    } else {
      passed.putIfAbsent(host, to);
    }
  }

  /// Notes a host that is passed to without a port, where no port is usual.
  void addWithoutPort(Directive by, String host) {
    withoutPort.putIfAbsent(host, by);
  }

  private void hasPort(String upstream, Passed to) {
    report.error(to.by, "upstream \"%s\" may not have port %s".formatted(upstream, to.port));
  }

  /// Names have no case.
  private static String name(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  /// What there is to say when the block around has ended.
  void end() {
    for (Directive upstream : withoutServers) {
      report.error(upstream, "no servers in upstream \"" + upstream.parameter() + "\"");
    }
    resolved.forEach(this::resolvedProblem);
    withoutPort.forEach(
        (host, by) -> {
          if (!blocks.containsKey(name(host))) {
            report.error(by, "no port in upstream \"" + host + "\"");
          }
        });
    blocks.clear();
    passed.clear();
    withoutPort.clear();
    withoutServers.clear();
    resolved.clear();
    hasResolver = false;
  }

  /// ngx_http_upstream_init_round_robin
  private void resolvedProblem(Resolved one) {
    String name = "upstream \"" + one.upstream.parameter() + "\"";
    if (!one.isShared) {
      report.unpositioned(
          one.upstream,
          "resolving names at run time requires %s in %s to be in shared memory"
              .formatted(name, one.upstream.range().where()));
    } else if (!one.hasResolver && !hasResolver) {
      report.error(one.upstream, "no resolver defined to resolve names at run time in " + name);
    }
  }
}
