package dev.wsdoctor.probe;

import dev.wsdoctor.websocket.CloseFrame;

/// How an open WebSocket ended, as this side saw it.
public sealed interface Ending {
  /// The peer sent a Close frame (RFC 6455, 5.5.1); `initiated` when it was the first to.
  record Closed(CloseFrame frame, boolean initiated) implements Ending {}

  /// The peer ended the stream (FIN) without a Close frame; `insideFrame` when a frame had begun.
  record Fin(boolean insideFrame) implements Ending {}

  /// The peer, or something between, reset the connection (RST).
  record Reset() implements Ending {}

  /// The connection broke in another way, in the words of the system.
  record Broken(String words) implements Ending {}

  /// The peer broke RFC 6455 so that nothing behind it can be read; the sentence says how.
  record Violated(String sentence) implements Ending {}

  /// What a log or a browser would call it: `Close frame 1001 (going away)`, `FIN without a Close
  /// frame (1006)`.
  default String describe() {
    return switch (this) {
      case Closed(CloseFrame frame, boolean _) -> "Close frame " + frame.describe();
      case Fin(boolean insideFrame) ->
          insideFrame ? "FIN inside a frame (1006)" : "FIN without a Close frame (1006)";
      case Reset() -> "RST, without a Close frame (1006)";
      case Broken(String words) -> words + " (1006)";
      case Violated(String sentence) -> "bytes that are no frame: " + sentence;
    };
  }

  /// One word for programs: `close`, `fin`, `reset`, `broken`, `violation`.
  default String word() {
    return switch (this) {
      case Closed _ -> "close";
      case Fin _ -> "fin";
      case Reset _ -> "reset";
      case Broken _ -> "broken";
      case Violated _ -> "violation";
    };
  }
}
