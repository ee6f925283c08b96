package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The sockets of an `http` block and who listens there (ngx_http_add_addresses).
final class ListenTable {
  /// Options that may be given once for a socket.
  private static final Set<String> SOCKET_OPTIONS =
      Set.of(
          "bind",
          "setfib=",
          "fastopen=",
          "backlog=",
          "rcvbuf=",
          "sndbuf=",
          "accept_filter=",
          "deferred",
          "ipv6only=",
          "reuseport",
          "so_keepalive=",
          "multipath");

  /// Of which those are kept that have unusual names.
  private static final String NAME = "server_name";

  private static final String QUIC = "quic";

  /// What tells the sockets of QUIC and UDP from those of TCP at the same address.
  private static final String UDP = "/udp";

  private static final Set<String> OTHER_OPTIONS =
      Set.of("default_server", "default", "ssl", "http2", "proxy_protocol", QUIC, "spdy");

  private static final class Entry {
    private Block defaultServer;
    private Block lastServer;
    private final List<Block> servers = new ArrayList<>();
    private boolean defaultIsNamed;
    private boolean hasOptions;
    private boolean tls;
    private boolean quic;

    Entry(Block server) {
      this.defaultServer = server;
      this.lastServer = server;
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  void add(Directive listen, Block server, Report report, NginxVersion version) {
    List<String> parameters = listen.parameters();
    switch (ListenAddress.parse(parameters.getFirst())) {
      case ListenAddress.Invalid(String why) ->
          report.error(
              listen, why + " in \"" + parameters.getFirst() + "\" of the \"listen\" directive");
      case ListenAddress.Socket(String address) -> {
        List<String> options = options(parameters);
        optionProblem(options, version)
            .or(() -> conflict(address, options, server))
            .ifPresent(message -> report.error(listen, message));
      }
    }
  }

  /// Most lines have none.
  private static List<String> options(List<String> parameters) {
    return parameters.size() == 1
        ? List.of()
        : parameters.subList(1, parameters.size()).stream().map(CText::of).toList();
  }

  private static Optional<String> optionProblem(List<String> options, NginxVersion version) {
    for (String option : options) {
      if (!isOption(option) || !existsIn(version, option)) {
        return Optional.of("invalid parameter \"" + option + "\"");
      }
    }
    for (String option : options) {
      Optional<String> problem = ListenOptions.problem(option);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  /// The socket of a server that names none.
  void addDefault(Block server) {
    conflict("0.0.0.0:80", List.of(), server);
  }

  /// `spdy` was still taken, with a warning, by 1.18, and is no more by 1.22.
  private static boolean existsIn(NginxVersion version, String option) {
    return switch (option) {
      case QUIC -> version.isAtLeast(1, 25, 0);
      case "multipath" -> version.isAtLeast(1, 29, 7);
      case "spdy" -> !version.isAtLeast(1, 22, 0);
      default -> true;
    };
  }

  private static boolean isOption(String option) {
    return OTHER_OPTIONS.contains(option) || isSocketOption(option);
  }

  private static boolean isSocketOption(String option) {
    int equals = option.indexOf('=');
    return SOCKET_OPTIONS.contains(option.substring(0, equals + 1))
        || SOCKET_OPTIONS.contains(option);
  }

  private static boolean hasSocketOption(List<String> options) {
    for (String option : options) {
      if (isSocketOption(option)) {
        return true;
      }
    }
    return false;
  }

  /// Notes that a server listens there with these options, and says what does not go together with
  /// what was noted before.
  Optional<String> conflict(String address, List<String> options, Block server) {
    boolean udp = options.contains(QUIC) || options.contains("udp");
    String socket = udp ? address + UDP : address;
    Entry entry = entries.computeIfAbsent(socket, _ -> new Entry(server));
    if (!entry.servers.isEmpty() && entry.lastServer == server) {
      return Optional.of("a duplicate listen " + address);
    }
    entry.lastServer = server;
    entry.servers.add(server);
    if (hasSocketOption(options)) {
      if (entry.hasOptions) {
        return Optional.of("duplicate listen options for " + address);
      }
      entry.hasOptions = true;
    }
    entry.tls |= options.contains("ssl");
    entry.quic |= options.contains(QUIC);
    if (options.contains("default_server") || options.contains("default")) {
      if (entry.defaultIsNamed) {
        return Optional.of("a duplicate default server for " + address);
      }
      entry.defaultIsNamed = true;
      entry.defaultServer = server;
    }
    return Optional.empty();
  }

  /// Names are looked at where several servers share a socket (ngx_http_server_names).
  void nameProblems(Report report) {
    entries.forEach(
        (socket, entry) -> {
          if (entry.servers.size() > 1) {
            String address = socket.replace(UDP, "");
            entry.servers.forEach(server -> nameProblems(server, address, report));
          }
        });
  }

  private static void nameProblems(Block server, String address, Report report) {
    server
        .own(NAME)
        .forEach(
            line ->
                line.parameters().stream()
                    .filter(name -> !name.startsWith("~") && !isName(name))
                    .forEach(
                        name ->
                            report.unpositioned(
                                line,
                                "invalid server name or wildcard \"%s\" on %s"
                                    .formatted(name, address))));
  }

  /// Whether a name may be refused when all are read. Most servers have short and plain names, and
  /// there may be ten thousand.
  static boolean isUnusual(String name) {
    return name.length() > HashTable.ALWAYS_TAKEN || name.indexOf('*') >= 0 || name.contains("..");
  }

  /// ngx_hash_add_key with NGX_HASH_WILDCARD_KEY.
  private static boolean isName(String name) {
    long asterisks = name.chars().filter(c -> c == '*').count();
    boolean wildcard =
        (name.startsWith(".") && name.length() > 1)
            || (name.length() > 2 && (name.startsWith("*.") || name.endsWith(".*")));
    return asterisks <= (wildcard ? 1 : 0) && !name.contains("..");
  }

  /// Names that no bucket of nginx's table holds, where there is a table.
  void longNames(Report report, Optional<Directive> bucketSize) {
    HashTable names = new HashTable("server_names_hash", bucketSize);
    entries.values().stream()
        .filter(entry -> entry.servers.size() > 1)
        .flatMap(entry -> entry.servers.stream())
        .flatMap(server -> names.takesShortNames() ? server.own(NAME).stream() : all(server))
        .distinct()
        .forEach(
            line ->
                names
                    .problem(HashTable.exactNames(line))
                    .ifPresent(message -> report.unpositioned(line, message)));
  }

  private static Stream<Directive> all(Block server) {
    return server.directive().stream().flatMap(block -> block.body(NAME));
  }

  /// The servers that answer a TLS handshake without a known name.
  Stream<Block> defaultTlsServers() {
    return entries.values().stream().filter(e -> e.tls).map(e -> e.defaultServer);
  }

  /// Those that answer one of QUIC.
  Stream<Block> defaultQuicServers() {
    return entries.values().stream().filter(e -> e.quic).map(e -> e.defaultServer);
  }
}
