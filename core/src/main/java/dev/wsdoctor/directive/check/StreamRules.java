package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.directive.NginxVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What nginx refuses of `stream` and its servers (ngx_stream_core_module, ngx_stream_proxy_module,
/// ngx_stream_ssl_module).
final class StreamRules {
  private static final Set<String> WORDS =
      Set.of("bind", "ipv6only", "reuseport", "so_keepalive", "proxy_protocol", "ssl", "udp");
  private static final List<String> SETTINGS =
      List.of("backlog=", "rcvbuf=", "sndbuf=", "ipv6only=", "so_keepalive=");

  /// Since 1.25.5, when servers of a stream came to be chosen by name.
  private static final Set<String> NEW_WORDS = Set.of("default_server", "deferred");

  private static final List<String> NEW_SETTINGS = List.of("accept_filter=", "setfib=");

  private final NginxVersion version;
  private final boolean choosesByName;
  private final Report report;
  private final Variables variables;
  private final UpstreamTable upstreams;
  private final List<Block> servers = new ArrayList<>();
  private final Set<String> addresses = new HashSet<>();
  private ListenTable sockets = new ListenTable();

  StreamRules(NginxVersion version, Report report, Variables variables) {
    this.version = version;
    this.choosesByName = version.isAtLeast(1, 25, 5);
    this.report = report;
    this.variables = variables;
    this.upstreams = new UpstreamTable(report);
  }

  UpstreamTable upstreams() {
    return upstreams;
  }

  void addTo(CheckTable table) {
    table.putOfStream(this::listen, "listen");
    table.putOfStream((directive, _) -> proxyPass(directive), "proxy_pass");
    table.putOfStream((directive, _) -> accessLog(directive), "access_log");
  }

  private void listen(Directive directive, Block server) {
    if (server.context() != Context.STREAM_SERVER) {
      return;
    }
    server.first("listen");
    String address = directive.parameter();
    switch (ListenAddress.parse(address)) {
      case ListenAddress.Invalid(String why) ->
          report.error(directive, why + " in \"" + address + "\" of the \"listen\" directive");
      case ListenAddress.Socket(String socket) -> options(directive, socket, server);
    }
  }

  private void options(Directive directive, String socket, Block server) {
    List<String> options = directive.parameters().subList(1, directive.parameterCount());
    Optional<String> odd = options.stream().filter(option -> !isOption(option)).findFirst();
    boolean udp = options.contains("udp");
    if (odd.isPresent()) {
      report.error(
          directive,
          choosesByName
              ? "invalid parameter \"" + odd.get() + "\""
              : "the invalid \"" + odd.get() + "\" parameter");
      return;
    }
    Optional<String> conflict =
        choosesByName
            ? sockets.conflict(socket, options, server)
            : Optional.of("duplicate \"" + socket + "\" address and port pair")
                .filter(_ -> !addresses.add(udp ? socket + "/udp" : socket));
    if (conflict.isPresent()) {
      report.error(directive, conflict.get());
    } else if (options.contains("ssl")) {
      server.keep(directive);
    }
  }

  private boolean isOption(String option) {
    boolean old = WORDS.contains(option) || SETTINGS.stream().anyMatch(option::startsWith);
    return old
        || (option.startsWith("fastopen=") && version.isAtLeast(1, 21, 0))
        || (option.equals("multipath") && version.isAtLeast(1, 29, 7))
        || (choosesByName
            && (NEW_WORDS.contains(option) || NEW_SETTINGS.stream().anyMatch(option::startsWith)));
  }

  private void proxyPass(Directive directive) {
    String to = directive.parameter();
    if (to.contains("$")) {
      variables.use(directive, to);
      return;
    }
    Optional<String> problem = UpstreamAddress.problem(to, false);
    if (problem.isPresent()) {
      report.error(directive, problem.get() + " in upstream \"" + to + "\"");
    } else if (UpstreamAddress.lackOfPort(to).isPresent()) {
      upstreams.addWithoutPort(directive, to);
    } else {
      upstreams.addPassed(directive, to);
    }
  }

  /// There is no usual format here.
  private void accessLog(Directive directive) {
    if (directive.parameterCount() == 1 && !directive.parameter().equals("off")) {
      report.error(directive, "log format is not specified");
    }
  }

  void endServer(Directive directive, Block server) {
    servers.add(server);
    if (!server.has("listen")) {
      report.error(directive, "no \"listen\" is defined for server");
    }
  }

  /// What there is to say when the block has ended, module by module.
  void end() {
    servers.forEach(this::handler);
    upstreams.end();
    servers.forEach(this::certificate);
    servers.clear();
    addresses.clear();
    sockets = new ListenTable();
    variables.end(true);
  }

  /// Modules that are not known here may handle connections, too; since 1.27.1 none has to.
  private void handler(Block server) {
    if (version.isAtLeast(1, 27, 1)) {
      return;
    }
    boolean handled = Stream.of("proxy_pass", "return", "pass").anyMatch(server::has);
    if (!handled && !report.hasThirdParty()) {
      server.directive().ifPresent(place -> report.error(place, "no handler for server"));
    }
  }

  private void certificate(Block server) {
    Optional<Directive> secure = server.inForce("listen").stream().findFirst();
    if (secure.isPresent() && Certificates.isMissing(server)) {
      (choosesByName ? server.directive() : secure)
          .ifPresent(place -> Certificates.missing(report, place, "ssl"));
    }
  }
}
