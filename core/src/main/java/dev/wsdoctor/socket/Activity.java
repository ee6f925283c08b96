package dev.wsdoctor.socket;

import java.time.Duration;

/// What the kernel remembers of a connection's traffic (struct tcp_info).
///
/// `sinceSent` and `sinceReceived` are the times since data last went and came; acknowledgements
/// are no data, so this is the silence that nginx's timers see. Both begin with the connection.
/// `sent` counts the bytes that the peer has confirmed, `retransmissions` all there ever were.
public record Activity(
    Duration sinceSent,
    Duration sinceReceived,
    Duration roundTrip,
    int retransmissions,
    long sent,
    long received) {
  /// The time since a byte moved either way.
  public Duration silence() {
    return sinceSent.compareTo(sinceReceived) < 0 ? sinceSent : sinceReceived;
  }
}
