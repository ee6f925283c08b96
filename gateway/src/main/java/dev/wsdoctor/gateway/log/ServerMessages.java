package dev.wsdoctor.gateway.log;

import dev.wsdoctor.log.Level;
import java.io.IOException;

/// What nginx says of its own files, rewrites and processes.
public final class ServerMessages {
  private ServerMessages() {}

  /// A file to be served: missing ones are errors, what nobody may read is too, all else is
  /// critical (`ngx_http_static_handler`).
  public static Message openFailed(String path, Errno errno) {
    boolean usual =
        errno == Errno.ENOENT
            || errno == Errno.ENOTDIR
            || errno == Errno.ENAMETOOLONG
            || errno == Errno.EACCES;
    return Message.of(usual ? Level.ERROR : Level.CRIT, "open() \"" + path + "\" failed", errno);
  }

  public static Message indexNotFound(String path, Errno errno) {
    return Message.of(Level.ERROR, "\"" + path + "\" is not found", errno);
  }

  public static Message indexForbidden(String path) {
    return Message.of(Level.ERROR, "directory index of \"" + path + "\" is forbidden");
  }

  public static Message rewriteCycle(String uri) {
    return Message.of(
        Level.ERROR, "rewrite or internal redirection cycle while processing \"" + uri + "\"");
  }

  public static Message internalCycle(String uri) {
    return Message.of(
        Level.ERROR,
        "rewrite or internal redirection cycle while internally redirecting to \"" + uri + "\"");
  }

  public static Message tooFewConnections(int most) {
    return Message.of(Level.ALERT, most + " worker_connections are not enough");
  }

  public static Message logOpenFailed(String path, IOException error) {
    return Message.of(Level.CRIT, "open() \"" + path + "\" failed", error);
  }

  public static Message logWriteFailed(String path, IOException error) {
    return Message.of(Level.ALERT, "write() to \"" + path + "\" failed", error);
  }

  public static Message logRootMissing(String root) {
    return Message.of(Level.ERROR, "testing \"" + root + "\" existence failed", Errno.ENOENT);
  }

  public static Message notice(String text) {
    return Message.of(Level.NOTICE, text);
  }
}
