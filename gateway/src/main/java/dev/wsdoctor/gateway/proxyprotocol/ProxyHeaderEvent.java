package dev.wsdoctor.gateway.proxyprotocol;

/// What a [ProxyGate] has to tell the handlers behind it.
public sealed interface ProxyHeaderEvent {
  /// The header is read, and what follows is the connection that it speaks of.
  record Known(ProxyHeader header) implements ProxyHeaderEvent {}

  /// The connection is closed: `message` is what nginx writes to its error log at level error,
  /// nothing if it is empty.
  record Broken(String message) implements ProxyHeaderEvent {}
}
