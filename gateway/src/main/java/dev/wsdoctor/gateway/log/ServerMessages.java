package dev.wsdoctor.gateway.log;

import dev.wsdoctor.log.Level;
import java.io.IOException;

/// What nginx says of its own logs.
final class ServerMessages {
  private ServerMessages() {}

  static Message logOpenFailed(String path, IOException error) {
    return Message.of(Level.CRIT, "open() \"" + path + "\" failed", error);
  }

  static Message logWriteFailed(String path, IOException error) {
    return Message.of(Level.ALERT, "write() to \"" + path + "\" failed", error);
  }

  static Message logRootMissing(String root) {
    return Message.of(Level.ERROR, "testing \"" + root + "\" existence failed", Errno.ENOENT);
  }
}
