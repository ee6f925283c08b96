package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Role;
import java.time.Instant;

/// A side that sends the body of a message; it is counted, and its beginning kept.
final class BodyStage implements Stage {
  private final ConversationRecorder dialogue;
  private final Role from;
  private final BodyLength length;
  private final Beginning beginning = new Beginning();
  private long left;
  private final ChunkedBody chunks = new ChunkedBody();

  BodyStage(ConversationRecorder dialogue, Role from, BodyLength length) {
    this.dialogue = dialogue;
    this.from = from;
    this.length = length;
    this.left = length instanceof BodyLength.Known(long bytes) ? bytes : Long.MAX_VALUE;
  }

  @Override
  public int take(Instant time, byte[] bytes, int at, int to) {
    int count =
        switch (length) {
          case BodyLength.Known _, BodyLength.UntilClose _ -> (int) Math.min(left, to - at);
          case BodyLength.Chunked _ -> chunks.take(bytes, at, to);
        };
    left -= count;
    beginning.add(bytes, at, count);
    if (left == 0 || chunks.isComplete()) {
      complete(time);
    }
    return count;
  }

  private void complete(Instant time) {
    end(time);
    dialogue.nextHead(from);
  }

  @Override
  public void missing(Instant time, long count) {
    if (length instanceof BodyLength.Chunked || count > left) {
      dialogue.lost(from);
      return;
    }
    left -= count;
    beginning.skip(count);
    if (left == 0) {
      complete(time);
    }
  }

  @Override
  public void end(Instant time) {
    if (beginning.length() > 0) {
      dialogue.show(from, time, new Sighting.Body(beginning.length(), beginning.text()));
    }
  }
}
