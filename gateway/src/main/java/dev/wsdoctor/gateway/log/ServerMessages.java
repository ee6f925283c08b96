package dev.wsdoctor.gateway.log;

import dev.wsdoctor.log.Level;
import java.io.IOException;
import java.util.Optional;

/// What nginx says of its own logs, and of its sockets that listen.
public final class ServerMessages {
  private ServerMessages() {}

  static Message logOpenFailed(String path, IOException error) {
    return Message.of(Level.CRIT, "open() \"" + path + "\" failed", error);
  }

  static Message logWriteFailed(String path, IOException error) {
    return Message.of(Level.ALERT, "write() to \"" + path + "\" failed", error);
  }

  static Message sendFailed(IOException error) {
    return Message.of(Level.ERROR, "send() failed", error);
  }

  static Message logRootMissing(String root) {
    return Message.of(Level.ERROR, "testing \"" + root + "\" existence failed", Errno.ENOENT);
  }

  /// No descriptor is left for a connection, which waits then.
  public static Message acceptFailed(IOException error) {
    Optional<Errno> errno = Errno.of(error);
    boolean full = errno.filter(e -> e == Errno.EMFILE || e == Errno.ENFILE).isPresent();
    return Message.of(full ? Level.CRIT : Level.ALERT, "accept4() failed", error);
  }
}
