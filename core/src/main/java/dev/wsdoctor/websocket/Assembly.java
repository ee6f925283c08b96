package dev.wsdoctor.websocket;

import dev.wsdoctor.websocket.MessageDecoder.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The fragments of one data message until its last one (RFC 6455, 5.4).
final class Assembly {
  private final Opcode opcode;
  private final Optional<Inflation> inflation;
  private final int maxBytes;
  private final StringBuilder payload = new StringBuilder();
  private long announced;
  private boolean tooBig;

  Assembly(Opcode opcode, Optional<Inflation> inflation, int maxBytes) {
    this.opcode = opcode;
    this.inflation = inflation;
    this.maxBytes = maxBytes;
  }

  /// Counts a fragment by its header, so that a message which is too big is refused before it
  /// comes.
  List<Violation> announce(FrameHeader fragment) {
    if (tooBig || fragment.length() < 0) {
      return List.of();
    }
    tooBig = fragment.length() > maxBytes - announced;
    announced += fragment.length();
    return tooBig ? List.of(tooBig()) : List.of();
  }

  void add(Frame fragment) {
    if (!tooBig) {
      payload.append(fragment.payload());
    }
  }

  /// The message, or what is wrong with it.
  List<Event> finish() {
    if (tooBig) {
      return List.of();
    }
    if (inflation.isEmpty()) {
      return judge(payload.toString());
    }
    return switch (inflation.get().message(payload.toString(), maxBytes)) {
      case Inflation.Result.Inflated(String bytes) -> judge(bytes);
      case Inflation.Result.TooBig() -> List.of(new Event.Broken(tooBig()));
      case Inflation.Result.Corrupt(String why) ->
          List.of(
              new Event.Broken(
                  new Violation(
                      Requirement.DEFLATE_DATA, "expected DEFLATE data but found " + why)));
    };
  }

  private Violation tooBig() {
    return new Violation(
        Requirement.MESSAGE_FITS,
        "expected at most %d bytes in a message but found more".formatted(maxBytes));
  }

  private List<Event> judge(String bytes) {
    Event read = new Event.MessageRead(opcode, bytes);
    Utf8Validator utf8 = new Utf8Validator();
    if (opcode != Opcode.TEXT
        || (utf8.accepts(bytes.getBytes(StandardCharsets.ISO_8859_1)) && utf8.isComplete())) {
      return List.of(read);
    }
    return List.of(
        read,
        new Event.Broken(
            new Violation(
                Requirement.TEXT_IS_UTF8, "expected text in UTF-8 but found other bytes")));
  }
}
