package dev.wsdoctor.nginx;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Every address that nginx listens on for http, found by the address dialled.
final class Listeners {
  private final Map<Integer, Map<String, AddressGroup>> groups = new HashMap<>();
  private final Map<Integer, AddressGroup> firstOfPort = new HashMap<>();

  void add(Server server) {
    for (Listen listen : server.listens()) {
      if (listen.quic()) {
        continue;
      }
      AddressGroup group =
          groups
              .computeIfAbsent(listen.port(), _ -> new HashMap<>())
              .computeIfAbsent(listen.address(), _ -> new AddressGroup(server, listen));
      group.add(server, listen);
      firstOfPort.putIfAbsent(listen.port(), group);
    }
  }

  /// The group that takes a connection: that of the very address, else of the wildcard of its
  /// family; IPv4 may also come in through a `[::]` that is not `ipv6only`. A name instead of an
  /// address goes to a wildcard if there is one, else to the first listener of the port.
  Optional<AddressGroup> find(String dialled, int port) {
    Optional<AddressGroup> very = at(dialled, port);
    if (very.isPresent()) {
      return very;
    }
    String address = normalised(dialled);
    Optional<AddressGroup> group = at(address, port);
    if (group.isPresent() || port == 0) {
      return group;
    }
    Optional<IpAddress> literal = IpAddress.parse(dialled).or(() -> IpAddress.parse(address));
    if (literal.isEmpty()) {
      return wildcard(port).or(() -> Optional.ofNullable(firstOfPort.get(port)));
    }
    if (literal.get().v6()) {
      return at("[::]", port);
    }
    return at("*", port).or(() -> dualStack(port));
  }

  private Optional<AddressGroup> wildcard(int port) {
    return at("*", port).or(() -> at("[::]", port));
  }

  private Optional<AddressGroup> dualStack(int port) {
    return at("[::]", port)
        .filter(
            g -> g.directive().filter(d -> d.parameters().contains("ipv6only=off")).isPresent());
  }

  private Optional<AddressGroup> at(String address, int port) {
    return Optional.ofNullable(groups.getOrDefault(port, Map.of()).get(address));
  }

  /// One spelling for every literal: `*`, `[::]`, `127.0.0.1`, `[::1]`; `localhost` is `127.0.0.1`.
  static String normalised(String address) {
    if (address.equalsIgnoreCase("localhost")) {
      return "127.0.0.1";
    }
    Optional<IpAddress> literal = IpAddress.parse(address);
    if (literal.isEmpty()) {
      return address;
    }
    if (!literal.get().v6()) {
      return literal.get().isAny() ? "*" : address;
    }
    return "[" + literal.get().text6() + "]";
  }
}
