package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameDecoder.Unfinished;
import dev.wsdoctor.websocket.MessageDecoder;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.PermessageDeflate;
import dev.wsdoctor.websocket.Requirement;
import dev.wsdoctor.websocket.Role;
import dev.wsdoctor.websocket.Violation;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A side of an open WebSocket.
final class FrameStage implements Stage {
  /// What only our limits or a late start make of a message.
  private static final Set<Requirement> OURS = Set.of(Requirement.MESSAGE_FITS);

  private static final Set<Requirement> OF_A_LATE_START =
      Set.of(
          Requirement.MESSAGE_FITS, Requirement.RESERVED_BITS, Requirement.CONTINUATION_CONTINUES);

  private static final byte[] HOLE = new byte[8_192];

  private final ConversationRecorder dialogue;
  private final Role from;
  private final MessageDecoder decoder;
  private final Limits limits;
  private final boolean joinedLate;
  private final Compression compression;
  private @Nullable MessageTally message;

  /// Bytes of the frame that has begun which were not captured.
  private long hole;

  private FrameStage(
      ConversationRecorder dialogue,
      Role from,
      MessageDecoder decoder,
      Limits limits,
      Compression compression,
      boolean joinedLate) {
    this.dialogue = dialogue;
    this.from = from;
    this.decoder = decoder;
    this.limits = limits;
    this.compression = compression;
    this.joinedLate = joinedLate;
  }

  static FrameStage opened(
      ConversationRecorder dialogue, Role from, Optional<PermessageDeflate> agreed, Limits limits) {
    MessageDecoder decoder =
        agreed
            .map(one -> MessageDecoder.deflating(from, one, limits.messageBytes()))
            .orElseGet(() -> MessageDecoder.plain(from, limits.messageBytes()));
    boolean keeps = agreed.filter(one -> one.keepsContext(from)).isPresent();
    return new FrameStage(dialogue, from, decoder, limits, new Compression(keeps), false);
  }

  /// Frames from the middle of a stream, of which nothing is known before.
  static FrameStage joined(ConversationRecorder dialogue, Role from, Limits limits) {
    MessageDecoder decoder = MessageDecoder.plain(from, limits.messageBytes());
    Compression unknown = new Compression(true);
    unknown.lose("what it refers to was not captured");
    return new FrameStage(dialogue, from, decoder, limits, unknown, true);
  }

  @Override
  public int take(Instant time, byte[] bytes, int at, int to) {
    for (Event event : decoder.feed(bytes, at, to - at)) {
      switch (event) {
        case Event.FrameRead(Frame frame) -> take(time, frame);
        case Event.MessageRead(var _, String payload) -> complete(time, payload);
        case Event.Broken(Violation violation) -> take(time, violation);
      }
    }
    completeWithoutPayload(time);
    return to - at;
  }

  private void take(Instant time, Frame frame) {
    completeWithoutPayload(time);
    long missing = hole;
    hole = 0;
    if (frame.opcode().isControl()) {
      dialogue.show(from, time, new Sighting.Control(frame));
      return;
    }
    MessageTally begun = message;
    if (begun == null || frame.opcode().startsMessage()) {
      begun = new MessageTally(frame.header());
      message = begun;
    }
    begun.add(frame);
    begun.miss(missing);
    if (begun.hasFragments()) {
      dialogue.show(
          from, time, new Sighting.Fragment(begun.opcode(), begun.frames(), frame.header()));
    }
  }

  private void take(Instant time, Violation violation) {
    completeWithoutPayload(time);
    boolean ours = (joinedLate ? OF_A_LATE_START : OURS).contains(violation.requirement());
    boolean consequence =
        compression.isLost() && violation.requirement() == Requirement.DEFLATE_DATA;
    if (!ours && !consequence) {
      dialogue.show(from, time, new Sighting.Broke(violation));
    }
  }

  private void complete(Instant time, String payload) {
    MessageTally tally = message;
    if (tally == null) {
      return;
    }
    message = null;
    String trouble = tally.isCompressed() ? compression.trouble() : "";
    if (tally.missing() > 0) {
      trouble = "%d bytes of it were not captured".formatted(tally.missing());
      loseContext(tally, "an earlier message was not captured whole");
    }
    dialogue.show(
        from,
        time,
        new Sighting.Said(trouble.isEmpty() ? tally.whole(payload) : tally.cut(trouble)));
  }

  /// The decoder has no payload for a message that is complete: it was too long, or no DEFLATE.
  private void completeWithoutPayload(Instant time) {
    MessageTally tally = message;
    if (tally == null || !tally.isComplete()) {
      return;
    }
    message = null;
    String earlier = compression.trouble();
    String why =
        tally.isCompressed() && !earlier.isEmpty()
            ? earlier
            : "longer than the %d bytes that are kept, or not to be decompressed"
                .formatted(limits.messageBytes());
    loseContext(tally, "an earlier message could not be decompressed");
    dialogue.show(from, time, new Sighting.Said(tally.cut(why)));
  }

  private void loseContext(MessageTally tally, String why) {
    if (tally.isCompressed()) {
      compression.lose(why);
    }
  }

  /// A hole within a payload leaves the frames in step; any other does not.
  @Override
  public void missing(Instant time, long count) {
    long within = decoder.unfinished().map(Unfinished::missing).orElse(0L);
    if (count > within) {
      end(time);
      compression.lose("an earlier message was not captured");
      dialogue.lost(from);
      return;
    }
    hole += count;
    for (long left = count; left > 0; left -= HOLE.length) {
      take(time, HOLE, 0, (int) Math.min(left, HOLE.length));
    }
  }

  @Override
  public void end(Instant time) {
    decoder
        .unfinished()
        .ifPresent(
            frame ->
                dialogue.show(from, time, new Sighting.Incomplete(frame.header(), frame.came())));
  }
}
