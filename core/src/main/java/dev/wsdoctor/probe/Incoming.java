package dev.wsdoctor.probe;

import dev.wsdoctor.websocket.MessageDecoder.Event;

/// What [LiveSocket#next] found.
public sealed interface Incoming {
  /// A frame, a message or a violation.
  record Happened(Event event) implements Incoming {}

  /// Nothing came within the time.
  record Quiet() implements Incoming {}

  /// The socket is over; asked again, it says the same.
  record Ended(Ending how) implements Incoming {}
}
