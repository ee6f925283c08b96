package dev.wsdoctor.capture;

import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.CloseFrame;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.Role;
import java.util.List;
import java.util.Locale;

/// A conversation in a line for each moment: `> text hello`, `< close 1000 (normal closure)`.
final class Lines {
  private Lines() {}

  static List<String> of(Conversation conversation) {
    return conversation.moments().stream()
        .map(moment -> (moment.from() == Role.CLIENT ? "> " : "< ") + words(moment.sighting()))
        .toList();
  }

  private static String words(Sighting sighting) {
    return switch (sighting) {
      case Sighting.Asked(Request request, var _) -> request.line();
      case Sighting.Answered(Response response, var _) -> Integer.toString(response.status());
      case Sighting.Body(long length, String beginning) -> "body " + length + " " + beginning;
      case Sighting.Control control when control.frame().opcode() == Opcode.CLOSE ->
          "close " + CloseFrame.of(control.frame()).describe();
      case Sighting.Control(var frame) -> name(frame.opcode()) + " " + frame.payload();
      case Sighting.Fragment(Opcode opcode, int number, var header) ->
          "fragment %d of %s, %d bytes".formatted(number, name(opcode), header.length());
      case Sighting.Said(Message message) -> message(message);
      case Sighting.Incomplete(var header, long came) ->
          "incomplete %s, %d of %s"
              .formatted(name(header.opcode()), came, Long.toUnsignedString(header.length()));
      case Sighting.Broke(var violation) -> violation.requirement().name();
      case Sighting.Missing(long count) -> "missing " + count;
      case Sighting.Other(String what, long length, var _) -> what + ", " + length;
      case Sighting.Finished() -> "FIN";
      case Sighting.Reset() -> "RST";
      case Sighting.Failed(String sentence) -> sentence;
    };
  }

  private static String message(Message message) {
    String payload = message.payload().length() > 40 ? "" : message.payload();
    return (name(message.opcode()) + " " + (message.isWhole() ? payload : message.trouble()))
        + (payload.isEmpty() ? " " + message.length() : "");
  }

  private static String name(Opcode opcode) {
    return opcode.name().toLowerCase(Locale.ROOT);
  }
}
