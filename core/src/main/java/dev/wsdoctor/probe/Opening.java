package dev.wsdoctor.probe;

/// What an attempt to open a WebSocket came to. `seen` says how it went in either case.
public sealed interface Opening {
  Observation seen();

  /// The socket is open; whoever asked closes it.
  record Open(LiveSocket socket, Observation seen) implements Opening {}

  /// There is no socket.
  record Failed(Observation seen) implements Opening {}
}
