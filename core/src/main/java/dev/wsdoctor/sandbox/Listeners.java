package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Connection;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Moves every `listen` to loopback: each address and port of the original to a pair of its own, so
/// that the same servers compete for a connection as before.
final class Listeners {
  private static final String ANY = "*";
  private static final String ANY_IPV6 = "[::]";
  private static final int DEFAULT_PORT = 80;

  /// What belongs to a socket of the original and would be refused on its stand-in.
  private static final List<String> DROPPED = List.of("ipv6only=", "setfib=", "accept_filter=");

  /// An address and port of the original; `unix:/path` has port 0.
  record Endpoint(String address, int port) {
    static Endpoint of(String written) {
      if (written.startsWith("unix:")) {
        return new Endpoint(written, 0);
      }
      if (written.matches("[0-9]{1,5}")) {
        return new Endpoint(ANY, Integer.parseInt(written));
      }
      int colon = written.lastIndexOf(':');
      boolean hasPort = colon > 0 && written.substring(colon + 1).matches("[0-9]{1,5}");
      String address = hasPort ? written.substring(0, colon) : written;
      int port = hasPort ? Integer.parseInt(written.substring(colon + 1)) : DEFAULT_PORT;
      return new Endpoint(
          switch (address) {
            case "0.0.0.0" -> ANY;
            case "localhost" -> "127.0.0.1";
            default -> address;
          },
          port);
    }
  }

  private final Map<Endpoint, Integer> moved = new LinkedHashMap<>();
  private final Map<Endpoint, Boolean> proxyProtocol = new LinkedHashMap<>();
  private final Set<Endpoint> tls = new HashSet<>();
  private final Map<String, Integer> sockets = new HashMap<>();
  private final FreePorts ports;
  private final Workspace workspace;

  Listeners(FreePorts ports, Workspace workspace) {
    this.ports = ports;
    this.workspace = workspace;
  }

  void move(List<Visit> visits, Moves moves, Originals originals) throws IOException {
    for (Visit visit : visits) {
      if (visit.name().equals("listen") && visit.isIn("server")) {
        moveListen(visit.directive(), moves, originals);
      } else if (visit.name().equals("server")
          && visit.isIn("http")
          && visit.directive().isBlock()
          && visit.directive().body("listen").findAny().isEmpty()) {
        // ngx_http_core_server: `listen 80` is implied, for root.
        String address = moved(new Endpoint(ANY, DEFAULT_PORT), originals);
        moves.insertInto(visit.directive(), "listen " + address + ";");
      }
    }
  }

  private void moveListen(Directive listen, Moves moves, Originals originals) throws IOException {
    List<String> parameters = listen.parameters();
    if (parameters.contains("quic")) {
      moves.remove(listen);
      return;
    }
    if (parameters.isEmpty() || parameters.getFirst().matches(".*[0-9]-[0-9]+")) {
      moves.impossible("%s: a range of ports cannot be moved".formatted(listen.where()));
      return;
    }
    Endpoint endpoint = Endpoint.of(parameters.getFirst());
    proxyProtocol.merge(endpoint, parameters.contains("proxy_protocol"), Boolean::logicalOr);
    if (parameters.contains("ssl")) {
      tls.add(endpoint);
    }
    moves.replaceParameter(listen, 0, moved(endpoint, originals));
    for (int i = 1; i < parameters.size(); i++) {
      if (DROPPED.stream().anyMatch(parameters.get(i)::startsWith)) {
        moves.replace(listen.parameterRange(i), "");
      }
    }
  }

  private String moved(Endpoint endpoint, Originals originals) throws IOException {
    if (endpoint.port() == 0) {
      int number = sockets.computeIfAbsent(endpoint.address(), _ -> sockets.size());
      return "unix:" + workspace.path("l" + number + ".sock");
    }
    Integer port = moved.get(endpoint);
    if (port == null) {
      port = ports.take();
      moved.put(endpoint, port);
      String address = endpoint.address().equals(ANY) ? "0.0.0.0" : endpoint.address();
      originals.port(port, address + ":" + endpoint.port(), address, endpoint.port());
    }
    return "127.0.0.1:" + port;
  }

  /// The endpoint that takes a connection: its own address before any address. A host name in its
  /// place is not looked up; it is taken for an address of the wildcard, if there is one.
  Optional<Endpoint> endpointFor(Connection connection) {
    List<Endpoint> onPort =
        moved.keySet().stream().filter(e -> e.port() == connection.port()).toList();
    return addressesFor(connection.address())
        .flatMap(address -> onPort.stream().filter(e -> e.address().equals(address)))
        .findFirst()
        .or(() -> onPort.stream().findFirst());
  }

  private static Stream<String> addressesFor(String host) {
    if (host.contains(":")) {
      return Stream.of(host, "[" + host + "]", ANY_IPV6);
    }
    return Stream.of(host, host.equals("localhost") ? "127.0.0.1" : host, ANY, ANY_IPV6);
  }

  int portOf(Endpoint endpoint) {
    return moved.getOrDefault(endpoint, 0);
  }

  boolean wantsProxyProtocol(Endpoint endpoint) {
    return proxyProtocol.getOrDefault(endpoint, false);
  }

  /// Lines of a `map` from a moved port to the original one.
  String portsBack() {
    return moved.entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey().port() + ";")
        .collect(Collectors.joining(" "));
  }

  /// Lines of a `map` from a moved port to the original address; any address is 127.0.0.1.
  String addressesBack() {
    return moved.entrySet().stream()
        .map(e -> e.getValue() + " " + Moves.quoted(address(e.getKey())) + ";")
        .collect(Collectors.joining(" "));
  }

  private static String address(Endpoint endpoint) {
    boolean isAny = endpoint.address().equals(ANY) || endpoint.address().equals(ANY_IPV6);
    return isAny ? "127.0.0.1" : endpoint.address().replaceAll("[\\[\\]]", "");
  }

  /// Those that are not unix sockets, in the order of the file.
  List<LoopbackCopy.Listener> tcp() {
    return moved.entrySet().stream()
        .map(
            one ->
                new LoopbackCopy.Listener(
                    one.getKey().address(),
                    one.getKey().port(),
                    tls.contains(one.getKey()),
                    one.getValue()))
        .toList();
  }

  String all() {
    return moved.keySet().stream()
        .map(e -> e.address() + ":" + e.port())
        .collect(Collectors.joining(", "));
  }
}
