package dev.wsdoctor.probe;

import dev.wsdoctor.probe.Observation.Result;

/// How a handshake went, in half a sentence.
final class PlainWords {
  private PlainWords() {}

  static String of(Observation seen) {
    return switch (seen.result()) {
      case Result.Opened() -> "it opened";
      case Result.Refused(int status) -> "it answered " + status;
      case Result.Failed(var _, String message) -> message;
    };
  }
}
