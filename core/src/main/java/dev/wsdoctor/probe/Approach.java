package dev.wsdoctor.probe;

import dev.wsdoctor.http.Fields;

/// How one hop is approached: where to dial and what to ask, the fields in place of the usual ones,
/// the limits of every wait, and the way there.
public record Approach(ProbeTarget target, Fields extra, Limits limits, Way way) {
  /// A new socket over it.
  public Opening open() {
    return LiveSocket.open(target, extra, limits, way);
  }

  /// A handshake with a ping and an echo.
  public Observation handshake() {
    return HandshakeProbe.run(target, extra, limits, way);
  }

  /// The same with these fields too, or instead.
  public Approach with(Fields more) {
    return new Approach(target, extra.replacing(more), limits, way);
  }
}
