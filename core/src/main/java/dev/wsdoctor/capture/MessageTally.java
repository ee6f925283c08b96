package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameHeader;
import dev.wsdoctor.websocket.Opcode;

/// What is counted of a data message while its frames come.
final class MessageTally {
  /// Of a message that cannot be kept whole so much is.
  private static final int KEPT_OF_A_CUT_MESSAGE = 4_096;

  private final Opcode opcode;
  private final boolean compressed;
  private final StringBuilder beginning = new StringBuilder();
  private int frames;
  private long bytes;
  private long missing;
  private boolean complete;

  MessageTally(FrameHeader first) {
    this.opcode = first.opcode();
    this.compressed = first.hasRsv1();
  }

  void add(Frame frame) {
    frames++;
    if (!compressed && bytes == beginning.length()) {
      int most = Math.max(0, KEPT_OF_A_CUT_MESSAGE - beginning.length());
      beginning.append(frame.payload(), 0, Math.min(most, frame.payload().length()));
    }
    bytes += frame.header().length();
    complete = frame.fin();
  }

  void miss(long count) {
    missing += count;
  }

  Opcode opcode() {
    return opcode;
  }

  int frames() {
    return frames;
  }

  long missing() {
    return missing;
  }

  boolean isCompressed() {
    return compressed;
  }

  boolean isComplete() {
    return complete;
  }

  /// Whether it has, or will have, more than one frame.
  boolean hasFragments() {
    return frames > 1 || !complete;
  }

  Message whole(String payload) {
    return new Message(opcode, payload, payload.length(), bytes, frames, compressed, "");
  }

  Message cut(String why) {
    return new Message(opcode, beginning.toString(), bytes, bytes, frames, compressed, why);
  }
}
