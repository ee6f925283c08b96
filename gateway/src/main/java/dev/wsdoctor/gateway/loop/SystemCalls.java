package dev.wsdoctor.gateway.loop;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.wsdoctor.gateway.foreign.Words;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.SocketAddress;
import java.util.Optional;

/// The system calls of sockets, as Linux has them. One thread uses one instance, since `errno` is
/// kept in it.
///
/// Calls that never block are made without leaving the Java state (`Linker.Option.critical`), which
/// is what makes a 64-byte message as cheap as in C. But for those that move bytes or wait, they
/// are [Words].
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

  private static final Linker LINKER = Linker.nativeLinker();
  private static final FunctionDescriptor TRANSFER =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV = transfer("recv");
  private static final MethodHandle SEND = transfer("send");
  private static final MethodHandle EPOLL_WAIT =
      LINKER.downcallHandle(
          symbol("epoll_wait"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Words.CAPTURE);
  private static final MethodHandle EPOLL_LOOK = words("epoll_wait");
  private static final MethodHandle EPOLL_CREATE = words("epoll_create1");
  private static final MethodHandle EPOLL_CTL = words("epoll_ctl");
  private static final MethodHandle EVENTFD = words("eventfd");
  private static final MethodHandle READ = words("read");
  private static final MethodHandle WRITE = words("write");
  private static final MethodHandle CLOSE = words("close");
  private static final MethodHandle SOCKET = words("socket");
  private static final MethodHandle BIND = words("bind");
  private static final MethodHandle LISTEN = words("listen");
  private static final MethodHandle ACCEPT = words("accept4");
  private static final MethodHandle CONNECT = words("connect");
  private static final MethodHandle SHUTDOWN = words("shutdown");
  private static final MethodHandle GETSOCKNAME = words("getsockname");
  private static final MethodHandle GETSOCKOPT = words("getsockopt");
  private static final MethodHandle SETSOCKOPT = words("setsockopt");
  private static final MethodHandle STRERROR = words("strerror");

  private final MemorySegment state;

  SystemCalls(Arena arena) {
    this.state = arena.allocate(Words.STATE);
  }

  private static MemorySegment symbol(String name) {
    return LINKER.defaultLookup().find(name).orElseThrow();
  }

  /// May be handed arrays of the heap.
  private static MethodHandle transfer(String name) {
    return LINKER.downcallHandle(
        symbol(name), TRANSFER, Words.CAPTURE, Linker.Option.critical(true));
  }

  private static MethodHandle words(String name) {
    return Words.brief(symbol(name));
  }

  private long call(MethodHandle function, long a, long b, long c, long d, long e) {
    return Words.call(function, state, a, b, c, d, e);
  }

  private int call(MethodHandle function, long a, long b, long c) {
    return (int) call(function, a, b, c, 0, 0);
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
      int done =
          new SystemCalls(arena).call(GETSOCKNAME, socket, address.address(), length.address());
      return done == 0
          ? Optional.of(SocketAddresses.read(address, length.get(JAVA_INT, 0)))
          : Optional.empty();
    }
  }

  /// What the last call that failed left in `errno`.
  int errno() {
    return Words.errno(state);
  }

  /// What the last call that failed said, in the words of strerror.
  IOException failure(String function) {
    int errno = errno();
    return new IOException(function + " failed (" + errno + ": " + words(errno) + ")");
  }

  /// `Connection refused` for 111
  String words(int errno) {
    MemorySegment words = MemorySegment.ofAddress(call(STRERROR, errno, 0, 0, 0, 0));
    return words.reinterpret(MOST_WORDS).getString(0);
  }

  /// Whether the call may be made again later.
  static boolean isTransient(int errno) {
    return errno == EAGAIN || errno == EINTR;
  }

  /// The number of bytes; 0 at the end of the stream; -1 and `errno`.
  ///
  /// @param most bytes
  long receive(int socket, MemorySegment into, long most) {
    try {
      return (long) RECV.invokeExact(state, socket, into, most, 0);
    } catch (Throwable thrown) {
      throw Words.broken(thrown);
    }
  }

  /// The number of bytes that the kernel took, or -1 and `errno`.
  long send(int socket, MemorySegment from, long bytes) {
    try {
      return (long) SEND.invokeExact(state, socket, from, bytes, MSG_NOSIGNAL);
    } catch (Throwable thrown) {
      throw Words.broken(thrown);
    }
  }

  /// A descriptor of a non-blocking stream socket; -1 and `errno`.
  int socket(int family) {
    return call(SOCKET, family, SOCK_STREAM | SOCK_NONBLOCK_CLOEXEC, 0);
  }

  /// 0; -1 and `errno`.
  int bind(int socket, MemorySegment address) {
    return call(BIND, socket, address.address(), address.byteSize());
  }

  /// 0; -1 and `errno`, which is EINPROGRESS while the other side is waited for.
  int connect(int socket, MemorySegment address) {
    return call(CONNECT, socket, address.address(), address.byteSize());
  }

  int listen(int socket, int backlog) {
    return call(LISTEN, socket, backlog, 0);
  }

  /// A descriptor of the next connection, non-blocking, and the other side's address; -1 and
  /// `errno`.
  ///
  /// @param length room for the address before, its length after
  int accept(int socket, MemorySegment address, MemorySegment length) {
    long room = length.address();
    return (int) call(ACCEPT, socket, address.address(), room, SOCK_NONBLOCK_CLOEXEC, 0);
  }

  /// No more will be sent.
  int shutdownOutput(int socket) {
    return call(SHUTDOWN, socket, SHUT_WR, 0);
  }

  /// @param length room for the value before, its length after
  int option(int socket, int level, int name, MemorySegment value, MemorySegment length) {
    return (int) call(GETSOCKOPT, socket, level, name, value.address(), length.address());
  }

  int setOption(int socket, int level, int name, MemorySegment value) {
    return (int) call(SETSOCKOPT, socket, level, name, value.address(), value.byteSize());
  }

  int close(int descriptor) {
    return call(CLOSE, descriptor, 0, 0);
  }

  int eventfd() {
    return call(EVENTFD, 0, EFD_CLOEXEC_NONBLOCK, 0);
  }

  int read(int descriptor, MemorySegment into) {
    return call(READ, descriptor, into.address(), into.byteSize());
  }

  int write(int descriptor, MemorySegment from) {
    return call(WRITE, descriptor, from.address(), from.byteSize());
  }

  int epollCreate() {
    return call(EPOLL_CREATE, EPOLL_CLOEXEC, 0, 0);
  }

  int epollControl(int epoll, int operation, int descriptor, MemorySegment event) {
    return (int) call(EPOLL_CTL, epoll, operation, descriptor, event.address(), 0);
  }

  /// Waits for at most `milliseconds`; with 0 it only looks, and is cheaper.
  int epollWait(int epoll, MemorySegment events, int most, int milliseconds) {
    if (milliseconds == 0) {
      return (int) call(EPOLL_LOOK, epoll, events.address(), most, 0, 0);
    }
    try {
      return (int) EPOLL_WAIT.invokeExact(state, epoll, events, most, milliseconds);
    } catch (Throwable thrown) {
      throw Words.broken(thrown);
    }
  }
}
