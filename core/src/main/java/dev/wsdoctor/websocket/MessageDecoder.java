package dev.wsdoctor.websocket;

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
    /// Every frame, before anything that is said about it.
    record FrameRead(Frame frame) implements Event {}

    /// The frame just read breaks this.
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
    for (Frame frame : frames.feed(bytes, offset, length)) {
      events.add(new Event.FrameRead(frame));
      rules.judge(frame).forEach(violation -> events.add(new Event.Broken(violation)));
      if (!frame.opcode().isControl()) {
        assemble(frame, events);
      }
    }
    return events;
  }

  public List<Event> feed(byte[] bytes) {
    return feed(bytes, 0, bytes.length);
  }

  private void assemble(Frame frame, List<Event> events) {
    if (frame.opcode().startsMessage()) {
      message = new Assembly(frame.opcode(), compressed(frame), maxMessageBytes);
    }
    Assembly current = message;
    if (current == null) {
      return;
    }
    current.add(frame);
    if (frame.fin()) {
      message = null;
      events.addAll(current.finish());
    }
  }

  private Optional<Inflation> compressed(Frame first) {
    return first.header().hasRsv1() ? inflation : Optional.empty();
  }

  /// Whether the stream may end here: no frame has begun.
  public boolean isBetweenFrames() {
    return frames.isBetweenFrames();
  }
}
