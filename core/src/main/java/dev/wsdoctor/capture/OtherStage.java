package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Role;
import java.time.Instant;

/// A side whose bytes are not understood: they are counted, and told of at the end.
final class OtherStage implements Stage {
  private final ConversationRecorder dialogue;
  private final Role from;
  private final String what;
  private final Beginning beginning;

  /// `begun` came before and belongs to it.
  OtherStage(ConversationRecorder dialogue, Role from, String what, Beginning begun) {
    this.dialogue = dialogue;
    this.from = from;
    this.what = what;
    this.beginning = begun;
  }

  @Override
  public int take(Instant time, byte[] bytes, int at, int to) {
    beginning.add(bytes, at, to - at);
    return to - at;
  }

  @Override
  public void missing(Instant time, long count) {
    beginning.skip(count);
  }

  @Override
  public void end(Instant time) {
    if (beginning.length() > 0) {
      dialogue.show(from, time, beginning.as(what));
    }
  }
}
