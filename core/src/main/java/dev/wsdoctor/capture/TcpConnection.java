package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A TCP connection of a capture: both directions put in order, and what they say.
final class TcpConnection {
  private static final Pattern REQUEST = Pattern.compile("[A-Z]{3,7} /.*", Pattern.DOTALL);
  private static final int MASKED = 0x80;

  private final ByteBuffer client;
  private final SegmentOrder fromClient;
  private final SegmentOrder fromServer;
  private final ConversationRecorder recorder;
  private Instant last;
  private boolean reset;
  private boolean clientFinished;
  private boolean serverFinished;

  private TcpConnection(
      ByteBuffer client, Limits limits, ConversationRecorder recorder, Instant at) {
    this.client = client;
    this.fromClient = new SegmentOrder(limits.disorderBytes());
    this.fromServer = new SegmentOrder(limits.disorderBytes());
    this.recorder = recorder;
    this.last = at;
  }

  /// A connection that this segment is the first of; empty for one that says nothing.
  static Optional<TcpConnection> of(Segment first, int number, Limits limits, Budget budget) {
    boolean opens = first.has(Segment.SYN);
    if (!opens && first.length() == 0) {
      return Optional.empty();
    }
    boolean byClient = opens ? !first.has(Segment.ACK) : seemsClient(first);
    ByteBuffer client = byClient ? first.source() : first.destination();
    ByteBuffer server = byClient ? first.destination() : first.source();
    ConversationRecorder recorder =
        new ConversationRecorder(
            number, Peer.of(client), Peer.of(server), first.time(), opens, limits, budget, _ -> {});
    return Optional.of(new TcpConnection(client, limits, recorder, first.time()));
  }

  /// The side of a connection that was met in the middle: by what it says, or by its higher port.
  private static boolean seemsClient(Segment segment) {
    ByteBuffer payload = segment.payload();
    byte[] begin = new byte[Math.min(payload.remaining(), 16)];
    payload.duplicate().get(begin);
    String text = new String(begin, StandardCharsets.ISO_8859_1);
    if (REQUEST.matcher(text).matches() || text.startsWith("HTTP/1.")) {
      return !text.startsWith("HTTP/1.");
    }
    boolean frame = begin.length > 1 && (begin[0] & 0x70) == 0 && (begin[0] & 0x8f) > 0x80;
    if (frame && (begin[1] & MASKED) != 0) {
      return true;
    }
    return port(segment.source()) > port(segment.destination());
  }

  private static int port(ByteBuffer end) {
    return end.getShort(end.limit() - Short.BYTES) & 0xffff;
  }

  /// Whether a segment that opens a connection begins another one than this, on the same ports.
  boolean isOver() {
    return reset || (clientFinished && serverFinished);
  }

  void take(Segment segment) {
    last = segment.time();
    boolean byClient = segment.source().equals(client);
    Role role = byClient ? Role.CLIENT : Role.SERVER;
    SegmentOrder own = byClient ? fromClient : fromServer;
    if (segment.has(Segment.ACK)) {
      deliver(
          byClient ? Role.SERVER : Role.CLIENT,
          (byClient ? fromServer : fromClient)
              .acknowledged(segment.acknowledgement(), segment.time()));
    }
    if (segment.has(Segment.RST)) {
      reset(role, own);
      return;
    }
    deliver(role, own.take(segment));
  }

  /// A reset that answers a reset, or comes after both ends, says nothing new.
  private void reset(Role role, SegmentOrder own) {
    deliver(role, own.close(last));
    if (!isOver()) {
      recorder.reset(role, last);
    }
    reset = true;
  }

  private void deliver(Role role, List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      switch (delivery) {
        case Delivery.Bytes(Instant time, ByteBuffer bytes) -> {
          byte[] array = new byte[bytes.remaining()];
          bytes.duplicate().get(array);
          recorder.bytes(role, time, array, 0, array.length);
        }
        case Delivery.Missing(Instant time, long count) -> recorder.missing(role, time, count);
        case Delivery.Finished(Instant time) -> {
          recorder.finished(role, time);
          clientFinished |= role == Role.CLIENT;
          serverFinished |= role == Role.SERVER;
        }
      }
    }
  }

  /// The capture has no more of it.
  Conversation close(Instant end) {
    deliver(Role.CLIENT, fromClient.close(last));
    deliver(Role.SERVER, fromServer.close(last));
    recorder.close(last);
    return recorder.conversation(end);
  }

  /// What [#close] gave is not kept.
  void discard() {
    recorder.discard();
  }
}
