package dev.wsdoctor.gateway.tls;

/// What a [TlsGate] has to tell the handlers behind it.
public sealed interface TlsEvent {
  /// The client does not speak TLS: what follows is its plain request, to be answered with 400.
  record PlainHttp() implements TlsEvent {}

  /// The handshake is done.
  record Established(TlsFacts facts) implements TlsEvent {}

  /// There is no connection: `message` is what nginx writes to its error log at level info.
  record Failed(String message) implements TlsEvent {}
}
