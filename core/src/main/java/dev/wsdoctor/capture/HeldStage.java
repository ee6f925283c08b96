package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Role;
import java.io.ByteArrayOutputStream;
import java.time.Instant;

/// A client that has asked for an upgrade: what it sends now is read when the answer says how.
final class HeldStage implements Stage {
  private final ConversationRecorder dialogue;
  private final int limit;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  HeldStage(ConversationRecorder dialogue, int limit) {
    this.dialogue = dialogue;
    this.limit = limit;
  }

  @Override
  public int take(Instant time, byte[] bytes, int at, int to) {
    if (held.size() + to - at > limit) {
      dialogue.other(Role.CLIENT, "bytes that came before the answer", begun());
      return 0;
    }
    held.write(bytes, at, to - at);
    return to - at;
  }

  byte[] held() {
    return held.toByteArray();
  }

  @Override
  public void missing(Instant time, long count) {
    dialogue.lost(Role.CLIENT);
  }

  @Override
  public void end(Instant time) {
    if (held.size() > 0) {
      dialogue.show(Role.CLIENT, time, begun().as("bytes that were not answered"));
    }
  }

  private Beginning begun() {
    Beginning beginning = new Beginning();
    beginning.add(held.toByteArray(), 0, held.size());
    return beginning;
  }
}
