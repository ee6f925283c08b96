package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
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
  private static final List<String> SOCKET_OPTIONS =
      List.of(
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

  private static final String QUIC = "quic";

  /// What tells the sockets of QUIC from those of TCP at the same address.
  private static final String UDP = "/udp";

  private static final Set<String> OTHER_OPTIONS =
      Set.of("default_server", "default", "ssl", "http2", "proxy_protocol", QUIC, "spdy", "http3");

  private static final class Entry {
    private Block defaultServer;
    private Block lastServer;
    private final List<Block> servers = new ArrayList<>();
    private boolean defaultIsNamed;
    private boolean hasOptions;
    private boolean tls;

    Entry(Block server) {
      this.defaultServer = server;
      this.lastServer = server;
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /// `quic` is a parameter since nginx 1.25.
  void add(Directive listen, Block server, Report report, boolean hasQuic) {
    List<String> parameters = listen.parameters();
    switch (ListenAddress.parse(parameters.getFirst())) {
      case ListenAddress.Invalid(String why) ->
          report.error(
              listen, why + " in \"" + parameters.getFirst() + "\" of the \"listen\" directive");
      case ListenAddress.Socket(String address) -> {
        List<String> options =
            parameters.subList(1, parameters.size()).stream().map(CText::of).toList();
        Optional<String> odd =
            options.stream().filter(o -> !isOption(o) || (o.equals(QUIC) && !hasQuic)).findFirst();
        if (odd.isPresent()) {
          report.error(listen, "invalid parameter \"" + odd.get() + "\"");
        } else {
          options.stream()
              .flatMap(option -> ListenOptions.problem(option).stream())
              .findFirst()
              .or(() -> problem(address, options, server))
              .ifPresent(message -> report.error(listen, message));
        }
      }
    }
  }

  /// The socket of a server that names none.
  void addDefault(Block server) {
    problem("0.0.0.0:80", List.of(), server);
  }

  private static boolean isOption(String option) {
    return OTHER_OPTIONS.contains(option) || isSocketOption(option);
  }

  private static boolean isSocketOption(String option) {
    return SOCKET_OPTIONS.stream()
        .anyMatch(o -> o.endsWith("=") ? option.startsWith(o) : option.equals(o));
  }

  private Optional<String> problem(String address, List<String> options, Block server) {
    String socket = options.contains(QUIC) ? address + UDP : address;
    boolean isNew = !entries.containsKey(socket);
    Entry entry = entries.computeIfAbsent(socket, _ -> new Entry(server));
    if (!isNew && entry.lastServer == server) {
      return Optional.of("a duplicate listen " + address);
    }
    entry.lastServer = server;
    entry.servers.add(server);
    if (options.stream().anyMatch(ListenTable::isSocketOption)) {
      if (entry.hasOptions) {
        return Optional.of("duplicate listen options for " + address);
      }
      entry.hasOptions = true;
    }
    entry.tls |= options.contains("ssl");
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
    server.directive().stream()
        .flatMap(block -> block.body("server_name"))
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
        .flatMap(server -> server.directive().stream())
        .flatMap(server -> server.body("server_name"))
        .filter(line -> mayBeLong(line, names))
        .distinct()
        .forEach(
            line ->
                names
                    .problem(HashTable.exactNames(line))
                    .ifPresent(message -> report.unpositioned(line, message)));
  }

  /// Most servers have short names, and there may be ten thousand.
  private static boolean mayBeLong(Directive line, HashTable names) {
    for (String name : line.parameters()) {
      if (!names.takes(name)) {
        return true;
      }
    }
    return false;
  }

  /// The servers that answer a TLS handshake without a known name.
  Stream<Block> defaultTlsServers() {
    return entries.values().stream().filter(e -> e.tls).map(e -> e.defaultServer);
  }
}
