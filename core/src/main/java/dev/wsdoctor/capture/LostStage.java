package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.FrameHeader;
import dev.wsdoctor.websocket.FrameHeader.LengthForm;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.Role;
import java.time.Instant;
import java.util.regex.Pattern;

/// A side whose bytes are met in the middle, because the capture began late or has a hole. Most
/// programs write a frame or a head at a time, so each packet is asked whether it begins with one.
final class LostStage implements Stage {
  private static final Pattern HTTP =
      Pattern.compile("(?:GET|POST|HEAD|PUT|OPTIONS) /.*|HTTP/1\\.[01] [1-5].*", Pattern.DOTALL);
  private static final int LONGEST_PLAUSIBLE = 16 * 1024 * 1024;

  private final ConversationRecorder dialogue;
  private final Role from;
  private long passed;

  LostStage(ConversationRecorder dialogue, Role from) {
    this.dialogue = dialogue;
    this.from = from;
  }

  @Override
  public int take(Instant time, byte[] bytes, int at, int to) {
    if (HTTP.matcher(latin1(bytes, at, Math.min(to, at + 32))).matches()) {
      end(time);
      dialogue.nextHead(from);
      return 0;
    }
    if (dialogue.mayBeFrames() && beginsWithFrame(bytes, at, to)) {
      end(time);
      dialogue.joinFrames(from);
      return 0;
    }
    passed += to - at;
    return to - at;
  }

  private static String latin1(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /// Whether these bytes are frames that could stand so, as far as they go.
  private boolean beginsWithFrame(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int header = headerBytes(bytes, at, to);
      if (header < 0) {
        return false;
      }
      long next = at + (long) header + payloadBytes(bytes, at, to);
      if (next >= to) {
        return true;
      }
      at = (int) next;
    }
    return true;
  }

  /// The length of the header at `at`, or -1 when no peer that keeps the rules writes it.
  private int headerBytes(byte[] bytes, int at, int to) {
    if (to - at < 2) {
      return -1;
    }
    Opcode opcode = Opcode.of(bytes[at]);
    boolean fin = (bytes[at] & 0x80) != 0;
    int rsv = bytes[at] >> 4 & 7;
    boolean masked = (bytes[at + 1] & 0x80) != 0;
    int size = bytes[at + 1] & 0x7f;
    boolean legal =
        !opcode.isReserved()
            && (rsv == 0 || rsv == FrameHeader.RSV1)
            && masked == (from == Role.CLIENT);
    boolean control = !opcode.isControl() || (fin && size <= 125 && rsv == 0);
    int header = 2 + (size == 126 ? 2 : size == 127 ? 8 : 0) + (masked ? 4 : 0);
    if (!legal || !control || to - at < header) {
      return -1;
    }
    long length = payloadBytes(bytes, at, to);
    boolean shortest =
        size < 126
            || LengthForm.minimal(length)
                == (size == 126 ? LengthForm.BITS_16 : LengthForm.BITS_64);
    return shortest && length <= LONGEST_PLAUSIBLE ? header : -1;
  }

  private static long payloadBytes(byte[] bytes, int at, int to) {
    int size = bytes[at + 1] & 0x7f;
    int more = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (more == 0 || to - at < 2 + more) {
      return size;
    }
    long length = 0;
    for (int i = 0; i < more; i++) {
      length = length << 8 | (bytes[at + 2 + i] & 0xff);
    }
    return length < 0 ? Long.MAX_VALUE : length;
  }

  @Override
  public void missing(Instant time, long count) {
    passed += count;
  }

  @Override
  public void end(Instant time) {
    if (passed > 0) {
      dialogue.show(
          from, time, new Sighting.Other("bytes from the middle of something", passed, ""));
    }
  }
}
