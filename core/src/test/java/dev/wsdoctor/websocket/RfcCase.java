package dev.wsdoctor.websocket;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import java.util.List;
import java.util.Optional;

/// Bytes that one side sends after the opening, under an agreed extension (`-` for none).
record RfcCase(String name, Role sender, String extension, String hex) {
  static final int MAX_MESSAGE_BYTES = 100_000;

  byte[] bytes() {
    return Hex.parse(hex);
  }

  MessageDecoder decoder() {
    return agreed(extension)
        .map(agreed -> MessageDecoder.deflating(sender, agreed, MAX_MESSAGE_BYTES))
        .orElseGet(() -> MessageDecoder.plain(sender, MAX_MESSAGE_BYTES));
  }

  static Optional<PermessageDeflate> agreed(String extension) {
    if (extension.equals("-")) {
      return Optional.empty();
    }
    Fields fields = Fields.of("Sec-WebSocket-Extensions", extension);
    return Extension.parse(fields).flatMap(PermessageDeflate::agree);
  }

  /// The events in the words of the expected file.
  static String describe(List<Event> events) {
    return String.join("; ", events.stream().flatMap(e -> describe(e).stream()).toList());
  }

  private static Optional<String> describe(Event event) {
    return switch (event) {
      case Event.Broken(Violation v) ->
          Optional.of(
              "broken %d %s %s"
                  .formatted(
                      v.requirement().closeCode().number(),
                      v.requirement(),
                      v.requirement().clause()));
      case Event.MessageRead(Opcode opcode, String payload) ->
          Optional.of(opcode + " " + Hex.format(payload));
      case Event.FrameRead(Frame frame) when frame.opcode() == Opcode.CLOSE ->
          Optional.of("CLOSE " + CloseFrame.of(frame).describe());
      case Event.FrameRead(Frame frame) when frame.opcode().isControl() ->
          Optional.of(frame.opcode() + " " + Hex.format(frame.payload()));
      case Event.FrameRead _ -> Optional.empty();
    };
  }

  String line(List<Event> events) {
    return String.join(
        "\t",
        name,
        sender.toString(),
        extension,
        hex,
        describe(events).replaceAll("\\p{Cntrl}", "."));
  }
}
