package dev.wsdoctor.nginx;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Every address that nginx listens on for http, found by the address dialled.
final class Listeners {
  private final Map<String, AddressGroup> groups = new HashMap<>();
  private final Map<Integer, AddressGroup> firstOfPort = new HashMap<>();

  void add(Server server) {
    for (Listen listen : server.listens()) {
      if (listen.quic()) {
        continue;
      }
      AddressGroup group =
          groups.computeIfAbsent(
              key(listen.address(), listen.port()), _ -> new AddressGroup(server, listen));
      group.add(server, listen);
      firstOfPort.putIfAbsent(listen.port(), group);
    }
  }

  /// The group that takes a connection: that of the very address, else of the wildcard of its
  /// family; IPv4 may also come in through a `[::]` that is not `ipv6only`. A name instead of an
  /// address goes to a wildcard if there is one, else to the first listener of the port.
  Optional<AddressGroup> find(String dialled, int port) {
    AddressGroup very = groups.get(key(dialled, port));
    if (very != null) {
      return Optional.of(very);
    }
    String address = normalised(dialled);
    AddressGroup group = groups.get(key(address, port));
    if (group != null || port == 0) {
      return Optional.ofNullable(group);
    }
    Optional<IpAddress> literal = IpAddress.parse(dialled).or(() -> IpAddress.parse(address));
    if (literal.isEmpty()) {
      return wildcard(port).or(() -> Optional.ofNullable(firstOfPort.get(port)));
    }
    if (literal.get().v6()) {
      return Optional.ofNullable(groups.get(key("[::]", port)));
    }
    return Optional.ofNullable(groups.get(key("*", port))).or(() -> dualStack(port));
  }

  private Optional<AddressGroup> wildcard(int port) {
    return Optional.ofNullable(groups.get(key("*", port)))
        .or(() -> Optional.ofNullable(groups.get(key("[::]", port))));
  }

  private Optional<AddressGroup> dualStack(int port) {
    return Optional.ofNullable(groups.get(key("[::]", port)))
        .filter(
            g -> g.directive().filter(d -> d.parameters().contains("ipv6only=off")).isPresent());
  }

  private static String key(String address, int port) {
    return address + ' ' + port;
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
    return literal.get().isAny()
        ? "[::]"
        : "["
            + Long.toHexString(literal.get().high())
            + ":"
            + Long.toHexString(literal.get().low())
            + "]";
  }
}
