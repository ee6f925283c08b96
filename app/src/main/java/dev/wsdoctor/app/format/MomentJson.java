package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Message;
import dev.wsdoctor.capture.Moment;
import dev.wsdoctor.capture.Sighting;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameHeader;
import dev.wsdoctor.websocket.Opcode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// A moment in JSON: when, who, and a `kind` with what belongs to it. Bytes are text when they were
/// sent as text, and base64 else.
final class MomentJson {
  private final Json json;
  private final Instant start;

  MomentJson(Json json, Instant start) {
    this.json = json;
    this.start = start;
  }

  void members(Moment moment) {
    json.milliseconds("at_ms", Optional.of(Duration.between(start, moment.time())));
    json.string("from", moment.from().name().toLowerCase(Locale.ROOT));
    switch (moment.sighting()) {
      case Sighting.Asked(var _, String head) -> text("request", "head", head);
      case Sighting.Answered(var _, String head) -> text("response", "head", head);
      case Sighting.Body(long length, String beginning) -> bytes("body", length, beginning);
      case Sighting.Control(Frame frame) -> {
        bytes("control", frame.header().length(), frame.payload());
        json.string("opcode", opcode(frame.opcode()));
      }
      case Sighting.Fragment(Opcode opcode, int number, FrameHeader header) -> {
        json.string("kind", "fragment");
        json.string("opcode", opcode(opcode));
        json.number("number", number);
        json.number("length", header.length());
      }
      case Sighting.Said(Message message) -> message(message);
      case Sighting.Incomplete(FrameHeader header, long came) -> {
        json.string("kind", "incomplete");
        json.string("opcode", opcode(header.opcode()));
        json.string("length", Long.toUnsignedString(header.length()));
        json.number("came", came);
      }
      case Sighting.Broke(var violation) -> text("violation", "text", violation.toString());
      case Sighting.Missing(long count) -> {
        json.string("kind", "missing");
        json.number("length", count);
      }
      case Sighting.Other(String what, long length, String beginning) -> {
        bytes("other", length, beginning);
        json.string("text", what);
      }
      case Sighting.Finished() -> json.string("kind", "fin");
      case Sighting.Reset() -> json.string("kind", "reset");
      case Sighting.Failed(String sentence) -> text("failed", "text", sentence);
    }
  }

  private void text(String kind, String name, String text) {
    json.string("kind", kind);
    json.string(name, text);
  }

  private void bytes(String kind, long length, String beginning) {
    json.string("kind", kind);
    json.number("length", length);
    json.string("base64", base64(beginning));
  }

  private void message(Message message) {
    json.string("kind", "message");
    json.string("opcode", opcode(message.opcode()));
    json.number("length", message.length());
    json.number("wire_bytes", message.wireBytes());
    json.number("frames", message.frames());
    json.bool("compressed", message.compressed());
    if (message.opcode() == Opcode.TEXT) {
      json.string("text", message.text());
    } else {
      json.string("base64", base64(message.payload()));
    }
    json.string("trouble", message.trouble());
  }

  static String base64(String bytes) {
    return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String opcode(Opcode opcode) {
    return opcode.name().toLowerCase(Locale.ROOT);
  }
}
