package dev.wsdoctor.websocket;

import dev.wsdoctor.websocket.FrameDecoder.Piece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One direction of an open connection: bytes in, events out. It goes on behind every violation, as
/// far as bytes can be read at all.
public final class MessageDecoder {
  private final FrameDecoder frames;
  private final FrameRules rules;
  private final Optional<Inflation> inflation;
  private final int maxMessageBytes;
  private @Nullable Assembly message;

  /// Frames of `sender`, without compression.
  public static MessageDecoder plain(Role sender, int maxMessageBytes) {
    return new MessageDecoder(sender, Optional.empty(), maxMessageBytes);
  }

  /// Frames of `sender` after permessage-deflate was agreed.
  public static MessageDecoder deflating(
      Role sender, PermessageDeflate agreed, int maxMessageBytes) {
    return new MessageDecoder(
        sender, Optional.of(new Inflation(agreed.keepsContext(sender))), maxMessageBytes);
  }

  private MessageDecoder(Role sender, Optional<Inflation> inflation, int maxMessageBytes) {
    this.frames = new FrameDecoder(maxMessageBytes);
    this.rules = new FrameRules(sender, inflation.isPresent());
    this.inflation = inflation;
    this.maxMessageBytes = maxMessageBytes;
  }

  /// What was read, in the order of the wire.
  public sealed interface Event {
    /// Every frame, when its payload is complete.
    record FrameRead(Frame frame) implements Event {}

    /// A requirement is broken: as soon as a header shows it, or behind the frame whose payload
    /// does.
    record Broken(Violation violation) implements Event {}

    /// The frame just read completes a data message: the opcode of its first frame, and its bytes,
    /// decompressed, one char per byte.
    record MessageRead(Opcode opcode, String payload) implements Event {
      /// The text of a text message.
      public String text() {
        return new String(payload.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
  }

  public List<Event> feed(byte[] bytes, int offset, int length) {
    List<Event> events = new ArrayList<>();
    for (Piece piece : frames.pieces(bytes, offset, length)) {
      switch (piece) {
        case Piece.HeaderRead(FrameHeader header) -> take(header, events);
        case Piece.FrameRead(Frame frame) -> take(frame, events);
      }
    }
    return events;
  }

  public List<Event> feed(byte[] bytes) {
    return feed(bytes, 0, bytes.length);
  }

  private static void broken(List<Violation> violations, List<Event> events) {
    violations.forEach(violation -> events.add(new Event.Broken(violation)));
  }

  private void take(FrameHeader header, List<Event> events) {
    broken(rules.judge(header), events);
    if (header.opcode().startsMessage()) {
      message = new Assembly(header.opcode(), inflation(header), maxMessageBytes);
    }
    Assembly current = message;
    if (current != null && !header.opcode().isControl()) {
      broken(current.announce(header), events);
    }
  }

  private Optional<Inflation> inflation(FrameHeader first) {
    return first.hasRsv1() ? inflation : Optional.empty();
  }

  private void take(Frame frame, List<Event> events) {
    events.add(new Event.FrameRead(frame));
    if (frame.opcode() == Opcode.CLOSE) {
      broken(CloseFrame.of(frame).violations(), events);
    }
    Assembly current = message;
    if (current == null || frame.opcode().isControl()) {
      return;
    }
    current.add(frame);
    if (frame.fin()) {
      message = null;
      events.addAll(current.finish());
    }
  }

  /// Whether the stream may end here: no frame has begun.
  public boolean isBetweenFrames() {
    return frames.isBetweenFrames();
  }

  /// The frame that the stream is in the middle of.
  public Optional<FrameDecoder.Unfinished> unfinished() {
    return frames.unfinished();
  }
}
