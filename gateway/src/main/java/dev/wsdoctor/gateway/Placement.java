package dev.wsdoctor.gateway;

import java.util.Map;

/// Where a gateway listens.
public sealed interface Placement {
  /// At the addresses and ports of the file.
  record AsWritten() implements Placement {}

  /// On 127.0.0.1 only: a port of the file at the port it is mapped to, any other at a free one.
  /// Decisions are made as if the connection had come in where the file says. Unix sockets stay
  /// where they are.
  record Loopback(Map<Integer, Integer> ports) implements Placement {
    public Loopback {
      ports = Map.copyOf(ports);
    }
  }
}
