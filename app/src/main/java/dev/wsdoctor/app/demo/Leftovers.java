package dev.wsdoctor.app.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has to be gone at the end, also when the user ends the demonstration with Ctrl-C. Guarded
/// by its own lock: the hook runs beside the main thread.
final class Leftovers implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::closeAll, "demo clean-up");

  Leftovers() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Remembers it; what came last is closed first.
  synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The hook is running already; it finds nothing left to do.
    }
  }

  private synchronized void closeAll() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.getLogger("wsdoctor").log(System.Logger.Level.WARNING, "left behind", e);
      }
    }
  }
}
