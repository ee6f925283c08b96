package dev.wsdoctor.capture;

import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.CloseFrame;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameHeader;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.Violation;

/// One thing that a side of a connection was seen to do.
public sealed interface Sighting {
  /// A request; `head` is byte for byte, one char each.
  record Asked(Request request, String head) implements Sighting {}

  record Answered(Response response, String head) implements Sighting {}

  /// The body of the message whose head came before: its length as far as it came, and its
  /// beginning.
  record Body(long length, String beginning) implements Sighting {}

  /// A control frame, unmasked.
  record Control(Frame frame) implements Sighting {
    /// What a Close frame says.
    public CloseFrame close() {
      return CloseFrame.of(frame);
    }
  }

  /// A frame of a message that has several: the number that it has in it, and its header.
  record Fragment(Opcode opcode, int number, FrameHeader header) implements Sighting {}

  /// A data message is complete.
  record Said(Message message) implements Sighting {}

  /// A frame that never became complete: what its header says, and how much came of it.
  record Incomplete(FrameHeader header, long came) implements Sighting {}

  /// A requirement of the RFC was broken.
  record Broke(Violation violation) implements Sighting {}

  /// So many bytes went by and were not captured.
  record Missing(long bytes) implements Sighting {}

  /// Bytes that are neither HTTP nor frames: what they seem to be, how many came, and how they
  /// begin.
  record Other(String what, long length, String beginning) implements Sighting {}

  /// The side has no more to send (FIN).
  record Finished() implements Sighting {}

  /// The side has thrown the connection away (RST).
  record Reset() implements Sighting {}

  /// The connection could not be had, or broke in another way.
  record Failed(String sentence) implements Sighting {}
}
