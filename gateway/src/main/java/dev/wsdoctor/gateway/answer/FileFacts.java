package dev.wsdoctor.gateway.answer;

import java.time.Instant;

/// What a file's answer depends on.
public record FileFacts(long length, Instant modified) {
  /// As nginx makes it of time and length in hexadecimal.
  String etag() {
    return "\"%x-%x\"".formatted(modified.getEpochSecond(), length);
  }
}
