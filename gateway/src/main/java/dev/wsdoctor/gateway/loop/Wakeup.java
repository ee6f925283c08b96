package dev.wsdoctor.gateway.loop;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/// Gets the loop's thread out of its wait (eventfd(2)). Any thread may signal.
final class Wakeup {
  private final SystemCalls loopCalls;

  /// Guarded by this.
  private final SystemCalls signalCalls;

  private final int descriptor;
  private final MemorySegment counter;
  private final MemorySegment one;
  private final AtomicBoolean isSignalled = new AtomicBoolean();

  /// Guarded by this.
  private boolean isClosed;

  Wakeup(SystemCalls loopCalls, Arena arena) throws IOException {
    this.loopCalls = loopCalls;
    this.signalCalls = new SystemCalls(arena);
    this.descriptor = loopCalls.eventfd();
    if (descriptor < 0) {
      throw new IOException("eventfd() failed (" + loopCalls.errno() + ")");
    }
    this.counter = arena.allocate(ValueLayout.JAVA_LONG);
    this.one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
  }

  int descriptor() {
    return descriptor;
  }

  void signal() {
    if (isSignalled.compareAndSet(false, true)) {
      write();
    }
  }

  private synchronized void write() {
    if (!isClosed) { // else the number may be a stranger's by now
      signalCalls.write(descriptor, one);
    }
  }

  /// What was signalled until now is being looked at; on the loop's thread.
  void clear() {
    loopCalls.read(descriptor, counter);
    isSignalled.set(false);
  }

  synchronized void close() {
    isClosed = true;
    loopCalls.close(descriptor);
  }
}
