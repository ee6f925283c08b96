package dev.wsdoctor.gateway.loop;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One epoll instance (epoll(7)), edge-triggered but for sockets that listen: a descriptor is told
/// of once, and then read or written until it has no more.
final class Epoll {
  private static final int IN = 0x1;
  private static final int OUT = 0x4;
  private static final int ERROR_OR_HANG_UP = 0x8 | 0x10 | 0x2000; // EPOLLERR, HUP, RDHUP
  private static final int EDGE_TRIGGERED = 1 << 31;
  private static final int ADD = 1;
  private static final int MODIFY = 3;
  private static final int MOST_EVENTS = 512;

  /// `struct epoll_event` is packed on x86-64 and nowhere else.
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int DATA_AT = PACKED ? 4 : 8;

  private final SystemCalls calls;
  private final int descriptor;
  private final MemorySegment event;
  private final MemorySegment events;

  Epoll(SystemCalls calls, Arena arena) throws IOException {
    this.calls = calls;
    this.descriptor = calls.epollCreate();
    if (descriptor < 0) {
      throw new IOException("epoll_create1() failed (" + calls.errno() + ")");
    }
    this.event = arena.allocate(16, 8);
    this.events = arena.allocate((long) MOST_EVENTS * EVENT_BYTES, 64);
  }

  /// Watches a descriptor for both directions; its events carry that number. False when the kernel
  /// refuses.
  boolean add(int watched, int number) {
    return control(ADD, watched, number, IN | OUT | ERROR_OR_HANG_UP | EDGE_TRIGGERED);
  }

  /// Tells of a socket that listens for as long as somebody waits there.
  boolean addListening(int watched, int number) {
    return control(ADD, watched, number, IN);
  }

  /// Tells nothing of a socket that listens, or all again.
  void heed(int watched, int number, boolean heeds) {
    control(MODIFY, watched, number, heeds ? IN : 0);
  }

  private boolean control(int operation, int watched, int number, int flags) {
    event.set(JAVA_INT_UNALIGNED, 0, flags);
    event.set(JAVA_LONG_UNALIGNED, DATA_AT, number);
    return calls.epollControl(descriptor, operation, watched, event) == 0;
  }

  /// The number of events that came within that time; an interrupted wait has none.
  int await(int milliseconds) {
    return Math.max(0, calls.epollWait(descriptor, events, MOST_EVENTS, milliseconds));
  }

  int number(int index) {
    return (int) events.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_BYTES + DATA_AT);
  }

  /// What the kernel tells in that event, to be asked for by the methods below.
  int flags(int index) {
    return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_BYTES);
  }

  static boolean isReadable(int flags) {
    return (flags & (IN | ERROR_OR_HANG_UP)) != 0;
  }

  static boolean isWritable(int flags) {
    return (flags & (OUT | ERROR_OR_HANG_UP)) != 0;
  }

  /// No more comes after what is there to read.
  static boolean isHungUp(int flags) {
    return (flags & ERROR_OR_HANG_UP) != 0;
  }

  void close() {
    calls.close(descriptor);
  }
}
