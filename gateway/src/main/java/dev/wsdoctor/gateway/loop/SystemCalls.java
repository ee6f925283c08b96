package dev.wsdoctor.gateway.loop;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.util.Optional;

/// The system calls of sockets, as Linux has them. One thread uses one instance, since `errno` is
/// kept in it.
///
/// Calls that never block are made without leaving the Java state (`Linker.Option.critical`), which
/// is what makes a 64-byte message as cheap as in C; they may be handed arrays of the heap.
final class SystemCalls {
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ECONNABORTED = 103;
  static final int EINPROGRESS = 115;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  private static final int SHUT_WR = 1;
  private static final int MOST_WORDS = 200;

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
  private static final MethodHandle SOCKET =
      quick("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = quick("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT =
      quick("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = quick("listen", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SHUTDOWN = quick("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle ACCEPT =
      quick("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      quick("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle GETSOCKOPT =
      quick("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      quick("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle STRERROR =
      function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

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

  /// Closes a descriptor that no loop has, from any thread.
  static void release(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      new SystemCalls(arena).close(descriptor);
    }
  }

  /// The address of this side; nothing for a descriptor that is no socket. From any thread.
  static Optional<SocketAddress> localAddress(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(SocketAddresses.MOST_BYTES, 8);
      MemorySegment length = arena.allocateFrom(JAVA_INT, SocketAddresses.MOST_BYTES);
      return new SystemCalls(arena).name(socket, address, length) == 0
          ? Optional.of(SocketAddresses.read(address, length.get(JAVA_INT, 0)))
          : Optional.empty();
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

  /// A descriptor of a non-blocking stream socket; -1 and `errno`.
  int socket(int family) {
    try {
      return (int) SOCKET.invokeExact(state, family, SOCK_STREAM | SOCK_NONBLOCK_CLOEXEC, 0);
    } catch (Throwable e) {
      throw broken("socket", e);
    }
  }

  /// 0; -1 and `errno`.
  int bind(int socket, MemorySegment address) {
    try {
      return (int) BIND.invokeExact(state, socket, address, (int) address.byteSize());
    } catch (Throwable e) {
      throw broken("bind", e);
    }
  }

  /// 0; -1 and `errno`, which is EINPROGRESS while the other side is waited for.
  int connect(int socket, MemorySegment address) {
    try {
      return (int) CONNECT.invokeExact(state, socket, address, (int) address.byteSize());
    } catch (Throwable e) {
      throw broken("connect", e);
    }
  }

  int listen(int socket, int backlog) {
    try {
      return (int) LISTEN.invokeExact(state, socket, backlog);
    } catch (Throwable e) {
      throw broken("listen", e);
    }
  }

  /// No more will be sent.
  int shutdownOutput(int socket) {
    try {
      return (int) SHUTDOWN.invokeExact(state, socket, SHUT_WR);
    } catch (Throwable e) {
      throw broken("shutdown", e);
    }
  }

  /// A descriptor of the next connection, non-blocking, and the other side's address; -1 and
  /// `errno`.
  ///
  /// @param length room for the address before, its length after
  int accept(int socket, MemorySegment address, MemorySegment length) {
    try {
      return (int) ACCEPT.invokeExact(state, socket, address, length, SOCK_NONBLOCK_CLOEXEC);
    } catch (Throwable e) {
      throw broken("accept4", e);
    }
  }

  /// 0 and the address of this side; -1 and `errno`.
  int name(int socket, MemorySegment address, MemorySegment length) {
    try {
      return (int) GETSOCKNAME.invokeExact(state, socket, address, length);
    } catch (Throwable e) {
      throw broken("getsockname", e);
    }
  }

  int option(int socket, int level, int name, MemorySegment value, MemorySegment length) {
    try {
      return (int) GETSOCKOPT.invokeExact(state, socket, level, name, value, length);
    } catch (Throwable e) {
      throw broken("getsockopt", e);
    }
  }

  int setOption(int socket, int level, int name, MemorySegment value) {
    try {
      return (int)
          SETSOCKOPT.invokeExact(state, socket, level, name, value, (int) value.byteSize());
    } catch (Throwable e) {
      throw broken("setsockopt", e);
    }
  }

  /// What the last call that failed said, in the words of strerror.
  IOException failure(String function) {
    return new IOException(function + " failed (" + errno() + ": " + words(errno()) + ")");
  }

  /// `Connection refused` for 111
  static String words(int errno) {
    try {
      MemorySegment words = (MemorySegment) STRERROR.invokeExact(errno);
      return words.reinterpret(MOST_WORDS).getString(0);
    } catch (Throwable e) {
      throw broken("strerror", e);
    }
  }

  private static LinkageError broken(String function, Throwable cause) {
    return new LinkageError(function + " cannot be called", cause);
  }
}
