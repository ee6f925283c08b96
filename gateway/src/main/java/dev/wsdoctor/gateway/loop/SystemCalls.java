package dev.wsdoctor.gateway.loop;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.OptionalInt;

/// The system calls of a tunnel, as Linux has them. One thread uses one instance, since `errno` is
/// kept in it.
///
/// Calls that never block are made without leaving the Java state (`Linker.Option.critical`), which
/// is what makes a 64-byte message as cheap as in C; they may be handed arrays of the heap.
final class SystemCalls {
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
  private static final int F_DUPFD_CLOEXEC = 1030;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle RECV =
      quick("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SEND =
      quick("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle WRITE =
      function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle READ = quick("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = quick("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD = quick("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_CREATE = quick("epoll_create1", JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      quick("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_LOOK =
      quick("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_WAIT =
      function(
          "epoll_wait",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle FCNTL =
      function(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));

  private final MemorySegment state;

  SystemCalls(Arena arena) {
    this.state = arena.allocate(STATE);
  }

  private static MethodHandle quick(String name, MemoryLayout result, MemoryLayout... arguments) {
    return function(
        name,
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"),
        Linker.Option.critical(true));
  }

  private static MethodHandle function(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().find(name).orElseThrow();
    return linker.downcallHandle(address, shape, options);
  }

  /// Another descriptor of the same socket; nothing when the process has no more of them.
  static OptionalInt duplicate(int descriptor) {
    try {
      int copy = (int) FCNTL.invokeExact(descriptor, F_DUPFD_CLOEXEC, 0);
      return copy < 0 ? OptionalInt.empty() : OptionalInt.of(copy);
    } catch (Throwable e) {
      throw broken("fcntl", e);
    }
  }

  /// Closes a descriptor that no loop has, from any thread.
  static void release(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      new SystemCalls(arena).close(descriptor);
    }
  }

  /// Writes to an eventfd, from any thread.
  static long signal(int descriptor, MemorySegment count) {
    try {
      return (long) WRITE.invokeExact(descriptor, count, count.byteSize());
    } catch (Throwable e) {
      throw broken("write", e);
    }
  }

  /// What the last call that failed left in `errno`.
  int errno() {
    return (int) ERRNO.get(state, 0L);
  }

  /// The number of bytes; 0 at the end of the stream; -1 and `errno`.
  long receive(int socket, MemorySegment into) {
    try {
      return (long) RECV.invokeExact(state, socket, into, into.byteSize(), 0);
    } catch (Throwable e) {
      throw broken("recv", e);
    }
  }

  /// The number of bytes that the kernel took, or -1 and `errno`.
  long send(int socket, MemorySegment from, long bytes) {
    try {
      return (long) SEND.invokeExact(state, socket, from, bytes, MSG_NOSIGNAL);
    } catch (Throwable e) {
      throw broken("send", e);
    }
  }

  int close(int descriptor) {
    try {
      return (int) CLOSE.invokeExact(state, descriptor);
    } catch (Throwable e) {
      throw broken("close", e);
    }
  }

  int eventfd() {
    try {
      return (int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC_NONBLOCK);
    } catch (Throwable e) {
      throw broken("eventfd", e);
    }
  }

  long read(int descriptor, MemorySegment into) {
    try {
      return (long) READ.invokeExact(state, descriptor, into, into.byteSize());
    } catch (Throwable e) {
      throw broken("read", e);
    }
  }

  int epollCreate() {
    try {
      return (int) EPOLL_CREATE.invokeExact(state, EPOLL_CLOEXEC);
    } catch (Throwable e) {
      throw broken("epoll_create1", e);
    }
  }

  int epollControl(int epoll, int operation, int descriptor, MemorySegment event) {
    try {
      return (int) EPOLL_CTL.invokeExact(state, epoll, operation, descriptor, event);
    } catch (Throwable e) {
      throw broken("epoll_ctl", e);
    }
  }

  /// Waits for at most `milliseconds`; with 0 it only looks, and is cheaper.
  int epollWait(int epoll, MemorySegment events, int most, int milliseconds) {
    try {
      return milliseconds == 0
          ? (int) EPOLL_LOOK.invokeExact(state, epoll, events, most, 0)
          : (int) EPOLL_WAIT.invokeExact(state, epoll, events, most, milliseconds);
    } catch (Throwable e) {
      throw broken("epoll_wait", e);
    }
  }

  private static LinkageError broken(String function, Throwable cause) {
    return new LinkageError(function + " cannot be called", cause);
  }
}
