package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One connection of one hop, from what both sides sent.
///
/// `number` counts connections from 1. `sawStart` tells whether the beginning was captured.
/// `moments` are in the order of time; `leftOut` of them are not kept and stood before the one at
/// `leftOutAt`. `handshake` is the one that asked for WebSocket, or else the last exchange.
/// `silence` is the time without a byte before the end, or before the last moment when it did not
/// end.
public record Conversation(
    int number,
    Peer client,
    Peer server,
    Instant opened,
    boolean sawStart,
    Optional<Exchange> handshake,
    List<Moment> moments,
    long leftOut,
    int leftOutAt,
    Sent byClient,
    Sent byServer,
    Ending ending,
    Duration silence) {
  public Conversation {
    moments = List.copyOf(moments);
  }

  /// What a side has sent in all: bytes of payload and heads, and messages.
  public record Sent(long bytes, long messages, long controls) {
    Sent plusBytes(long more) {
      return new Sent(bytes + more, messages, controls);
    }

    Sent plusMessage() {
      return new Sent(bytes, messages + 1, controls);
    }

    Sent plusControl() {
      return new Sent(bytes, messages, controls + 1);
    }
  }

  /// How it ended. A Close frame counts before what TCP does after it.
  public sealed interface Ending {
    Instant time();

    record Closed(Instant time, Role by, String words, int code) implements Ending {}

    record Finished(Instant time, Role by) implements Ending {}

    record Reset(Instant time, Role by) implements Ending {}

    record Failed(Instant time, String sentence) implements Ending {}

    /// It was still open when the recording ended.
    record Open(Instant time) implements Ending {}
  }

  public Sent sent(Role side) {
    return switch (side) {
      case CLIENT -> byClient;
      case SERVER -> byServer;
    };
  }

  /// Whether anything says that this is, or was to be, a WebSocket.
  public boolean concernsWebSocket() {
    return handshake.filter(Exchange::concernsWebSocket).isPresent()
        || byClient.messages() + byClient.controls() + byServer.messages() + byServer.controls()
            > 0;
  }

  public boolean isOpen() {
    return handshake.filter(Exchange::opened).isPresent();
  }

  public Duration lifetime() {
    return Duration.between(opened, ending.time());
  }

  Conversation numbered(int other) {
    return new Conversation(
        other, client, server, opened, sawStart, handshake, moments, leftOut, leftOutAt, byClient,
        byServer, ending, silence);
  }

  Conversation with(List<Moment> wanted, int before) {
    return new Conversation(
        number, client, server, opened, sawStart, handshake, wanted, leftOut, before, byClient,
        byServer, ending, silence);
  }

  /// The same with another handshake, and other moments in the places of these.
  public Conversation with(Optional<Exchange> exchange, List<Moment> others) {
    return new Conversation(
        number, client, server, opened, sawStart, exchange, others, leftOut, leftOutAt, byClient,
        byServer, ending, silence);
  }
}
