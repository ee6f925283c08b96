package dev.wsdoctor.gateway.log;

import dev.wsdoctor.log.Level;
import java.io.IOException;
import java.util.Optional;

/// What nginx says in the error log, without the request it says it of. The sentences are in
/// [ClientMessages], [UpstreamMessages] and [ServerMessages].
public record Message(Level level, String text) {
  static Message of(Level level, String text) {
    return new Message(level, text);
  }

  /// With the number and the words of the system's error.
  static Message of(Level level, String text, Errno errno) {
    return new Message(level, text + errno.suffix());
  }

  static Message of(Level level, String text, int errno) {
    return new Message(level, text + Errno.of(errno).map(Errno::suffix).orElse(" (" + errno + ")"));
  }

  static Message of(Level level, String text, IOException error) {
    Optional<Errno> errno = Errno.of(error);
    return new Message(
        level, text + errno.map(Errno::suffix).orElse(" (" + error.getMessage() + ")"));
  }
}
