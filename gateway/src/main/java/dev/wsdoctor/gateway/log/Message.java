package dev.wsdoctor.gateway.log;

import dev.wsdoctor.log.Level;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What nginx says in the error log, without the request it says it of. The sentences are in
/// [ClientMessages], [UpstreamMessages] and [ServerMessages].
public record Message(Level level, String text) {
  private static final Pattern FUNCTION = Pattern.compile("\\w+\\(\\) failed");

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

  /// Of a socket that cannot be read or written any more; which, the exception tells, if anything
  /// does: `send() failed (32: Broken pipe)`.
  static Message ofSocket(Level level, IOException error) {
    Matcher function = FUNCTION.matcher(String.valueOf(error.getMessage()));
    return of(level, (function.lookingAt() ? function.group() : "recv() failed"), error);
  }

  static Message of(Level level, String text, IOException error) {
    Optional<Errno> errno = Errno.of(error);
    return new Message(
        level, text + errno.map(Errno::suffix).orElse(" (" + error.getMessage() + ")"));
  }
}
